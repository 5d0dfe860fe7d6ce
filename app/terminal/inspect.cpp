#include "inspect.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "answer.h"
#include "base/file.h"
#include "claims_json.h"
#include "report_text.h"
#include "verdict/discovery.h"
#include "verdict/report_json.h"
#include "verdict/verify.h"
#include "words/words.h"

namespace weighmaster::terminal {
namespace {

namespace fs = std::filesystem;
using base::Json;
using verdict::Report;
using verdict::StepId;

bool is_named_as_signature(const fs::path& path) {
  const auto extension = path.extension();
  return extension == ".sig" || extension == ".sigstore" || extension == ".json" || extension == ".jsonl";
}

/// The path itself, where it is no model: a signature file, or what is named or meant as one.
verdict::Discovery signatures_at(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  const bool may_be_model =
      fs::is_directory(status) || (fs::is_regular_file(status) && !is_named_as_signature(path));
  if (!may_be_model || verdict::is_signature_file(path)) return {{path}, {}};
  return verdict::find_signatures(path);
}

/// Why there is nothing to show, or nothing.
const base::Finding* obstacle(const Report& report) {
  if (report.method) return nullptr;
  const auto& findings = report.step(StepId::signature_file).findings;
  return findings.empty() ? nullptr : &findings.front();
}

/// With every name that the statement lists.
Json all_claims_of(const Report& report) {
  Json object = claims_json(report);
  if (report.attestation) {
    for (const auto& subject : report.attestation->subjects) {
      Json digests = Json::object();
      for (const auto& digest : subject.digests)
        digests[std::string(crypto::name(digest.algorithm()))] = digest.hex();
      object["statement"]["covers"].push_back({{"name", subject.name}, {"digests", std::move(digests)}});
    }
  }
  if (!report.statement) return object;
  for (const auto& resource : report.statement->manifest.resources()) {
    object["statement"]["covers"].push_back({{"name", resource.name()}, {"digest", resource.digest.hex()}});
  }
  return object;
}

int nothing_found(const verdict::Discovery& discovery, const CommonOptions& common, const Console& console) {
  Json places = Json::array();
  for (const auto& place : discovery.looked_in) places.push_back(base::utf8(place));
  if (common.json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", exit_unsigned},
                             {"claims", Json::array()},
                             {"looked_in", places}});
    return exit_unsigned;
  }
  console.out << words::fill(words::what_is_so(base::Code::signature_not_found)) << '\n';
  for (const auto& place : discovery.looked_in) {
    console.out << "  Looked in "
                << words::fill({"{place}", {words::quoted_name("place", base::utf8(place))}, {}}) << '\n';
  }
  console.out << words::fill(words::what_to_do(base::Code::signature_not_found)) << '\n';
  return exit_unsigned;
}

}  // namespace

int inspect(const InspectOptions& options, const CommonOptions& common, const Console& console) {
  const auto discovery = signatures_at(options.path);
  if (discovery.found.empty()) return nothing_found(discovery, common, console);

  Json all_claims = Json::array();
  std::optional<base::Error> trouble;
  std::size_t shown = 0;
  for (const auto& path : discovery.found) {
    const auto report = verdict::inspect_signature(path, console.now);
    if (const auto* why = obstacle(report)) {
      trouble = base::Error{why->code, why->subject, why->detail};
      continue;
    }
    if (shown++ > 0 && !common.json) console.out << '\n';
    if (common.json) {
      all_claims.push_back(all_claims_of(report));
    } else {
      write_claims(console.out, report, {console.colour, options.all_files, true});
    }
  }
  if (trouble && (shown == 0 || !common.json)) return give_up(*trouble, common, console);
  const int exit_code = trouble ? exit_undetermined : 0;
  if (common.json) {
    write_json(console.out, {{"schema", verdict::report_schema_version},
                             {"exit_code", exit_code},
                             {"checked", false},
                             {"claims", all_claims}});
  }
  return exit_code;
}

}  // namespace weighmaster::terminal
