#include "signing/sign.h"

#include <new>

#include "base/file.h"
#include "base/text.h"
#include "signature/bundle_writer.h"
#include "signature/statement.h"
#include "signing/self_check.h"
#include "verdict/discovery.h"

namespace weighmaster::signing {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::fail;
using base::Result;
using signature::Envelope;

/// Of one statement, where a log withholds its entries. Each is one more entry in public.
constexpr int most_signatures = 3;

model::ListOptions list_options(const SignRequest& request) {
  model::ListOptions options;
  options.ignore_git_paths = request.ignore_git_paths;
  options.ignore_paths = request.ignore_paths;
  options.allow_symlinks = request.serialization.allow_symlinks;
  options.signature_files = verdict::find_signatures(request.model).found;
  options.signature_files.push_back(request.signature);
  return options;
}

std::variant<signature::KeyMaterial, signature::CertificateMaterial> in_the_bundle(const Material& material) {
  if (material.method == signature::Method::key)
    return signature::KeyMaterial{material.key.hint(), std::nullopt};
  return signature::CertificateMaterial{material.certificates};
}

/// Signs one statement. Nothing is asked of the signer once a stop was asked for.
Result<Envelope> sign_statement(Bytes statement, Signer& signer, const base::Task& task) {
  const auto type = std::string(signature::in_toto_payload_type);
  auto made = signer.sign(signature::pre_authentication_encoding(type, statement), task);
  if (!made) return fail(std::move(made.error()));
  return Envelope::assemble(type, std::move(statement), std::move(*made));
}

Result<void> gather(const Envelope& envelope, const Material& material, const Witnesses& witnesses,
                    Evidence& evidence, const base::Task& task) {
  for (const auto& witness : witnesses) {
    if (task.stopped()) return fail(base::cancelled());
    if (auto said = witness->attest(envelope, material, evidence, task); !said) return said;
  }
  return {};
}

struct Witnessed {
  Envelope envelope;
  Evidence evidence;
};

/// Signs, and gathers what others say of it. Where a log withholds its entry, another signature of the same
/// statement is made, which differs: ECDSA takes a new number for each.
Result<Witnessed> sign_before_witnesses(Bytes statement, Signer& signer, const Material& material,
                                        const Witnesses& witnesses, const base::Task& task) {
  for (int made = 1;; ++made) {
    auto envelope = sign_statement(std::move(statement), signer, task);
    if (!envelope) return fail(std::move(envelope.error()));
    Evidence evidence;
    auto said = gather(*envelope, material, witnesses, evidence, task);
    if (said) return Witnessed{std::move(*envelope), std::move(evidence)};
    if (!evidence.entry_withheld || made == most_signatures) return fail(std::move(said.error()));
    const auto signed_ = envelope->unverified_payload();
    statement.assign(signed_.begin(), signed_.end());
  }
}

Result<SignedModel> sign(const SignRequest& request, Signer& signer, const base::Task& task) {
  auto tree = model::list_whole_model(request.model, list_options(request), task);
  if (!tree) return fail(std::move(tree.error()));
  auto manifest = model::measure(*tree, request.serialization, task, request.known);
  if (!manifest) return fail(std::move(manifest.error()));
  if (request.measured) request.measured(*manifest);
  auto made = sign_manifest(subject_name(request.model), std::move(*manifest), signer, request.witnesses,
                            request.now, task);
  if (!made) return fail(std::move(made.error()));
  return SignedModel{std::move(*tree), std::move(*made)};
}

}  // namespace

Result<SignedModel> sign_model(const SignRequest& request, Signer& signer, const base::Task& task) {
  try {
    return sign(request, signer, task);
  } catch (const std::bad_alloc&) {
    return fail(Code::task_out_of_memory, base::utf8(request.model));
  }
}

Result<NewSignature> sign_manifest(const std::string& name, manifest::Manifest manifest, Signer& signer,
                                   const Witnesses& witnesses, base::TimePoint now, const base::Task& task) {
  auto statement = signature::write_statement(name, manifest);
  if (!statement) return fail(std::move(statement.error()));
  if (task.stopped()) return fail(base::cancelled());
  auto material = signer.material(task);
  if (!material) return fail(std::move(material.error()));
  auto made = sign_before_witnesses(std::move(*statement), signer, *material, witnesses, task);
  if (!made) return fail(std::move(made.error()));
  auto& [envelope, evidence] = *made;
  auto file = signature::write_bundle({material->method, in_the_bundle(*material), std::move(envelope),
                                       std::move(evidence.log_entries), std::move(evidence.timestamps)});
  if (auto good = self_check(file, *material, manifest, now); !good) return fail(std::move(good.error()));
  return NewSignature{std::move(file), std::move(manifest), std::move(*material)};
}

std::string subject_name(const fs::path& model) {
  std::error_code error;
  const auto whole = fs::absolute(model, error).lexically_normal();
  const auto name =
      base::visible(base::utf8((whole.has_filename() ? whole : whole.parent_path()).filename()));
  return name.empty() ? "model" : name;
}

}  // namespace weighmaster::signing
