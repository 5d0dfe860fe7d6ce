#include "ui/jobs/sign_job.h"

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "model/measure.h"
#include "signing/signature_file.h"
#include "ui/jobs/aside.h"
#include "ui/jobs/background.h"
#include "ui/jobs/priority.h"
#include "verdict/discovery.h"
#include "verdict/verify.h"

namespace weighmaster::ui {

/// Shared by the worker and the job; it outlives both.
struct SignJob::Box {
  std::mutex mutex;
  std::optional<Listed> listed;
  std::optional<base::Progress> progress;
  std::shared_ptr<const Measured> measured;
  std::optional<base::Error> error;
};

namespace {

namespace fs = std::filesystem;
using base::fail;
using base::Result;

constexpr int emptyEveryMilliseconds = 50;

/// As sign_model lists a model: all signature files in its folder are left out.
Result<model::Tree> list(const fs::path& model, const std::vector<fs::path>& signatures,
                         const base::Task& task) {
  model::ListOptions options;
  options.signature_files = signatures;
  return model::list_whole_model(model, options, task);
}

/// In the folder, or beside the one file.
fs::path usualPlace(const fs::path& model, const model::Tree& tree) {
  if (!tree.is_single_file()) return model / "model.sig";
  auto place = model;
  place += ".sig";
  return place;
}

/// The manifest that a signature file lists; nothing where it can't be read.
std::optional<manifest::Manifest> listedIn(const fs::path& signature, base::TimePoint now) {
  auto report = verdict::inspect_signature(signature, now);
  if (!report.statement) return std::nullopt;
  return std::move(report.statement->manifest);
}

bool canBeCompared(const manifest::Serialization& a, const manifest::Serialization& b) {
  return a.method == b.method && a.hash == b.hash && a.shard_size == b.shard_size;
}

std::optional<manifest::Difference> changesSince(const std::optional<fs::path>& previous,
                                                 const manifest::Manifest& now, base::TimePoint time) {
  const auto before = previous ? listedIn(*previous, time) : std::nullopt;
  if (!before || !canBeCompared(before->serialization(), now.serialization())) return std::nullopt;
  return manifest::difference(*before, now);
}

/// A file that the signature covers can't become the signature.
bool isCovered(const fs::path& file, const fs::path& model, const model::Tree& tree) {
  std::error_code failed;
  const auto name = base::utf8(fs::canonical(file, failed).lexically_relative(fs::canonical(model, failed)));
  return std::any_of(tree.files().begin(), tree.files().end(),
                     [&](const model::File& covered) { return covered.name == name; });
}

Result<Signed> signAndWrite(const fs::path& model, const Measured& measured, SignOrder order,
                            const base::Task& task) {
  const auto& target = order.target;
  if (auto good = signing::check_signature_path(target.signature, model, target.existing); !good)
    return fail(std::move(good.error()));
  std::error_code failed;
  if (fs::exists(target.signature, failed) && isCovered(target.signature, model, measured.tree))
    return fail(base::Code::file_not_written, base::utf8(target.signature), "it is a file of the model");
  auto parts = makeSigner(std::move(order.credentials), order.now, task);
  if (!parts) return fail(std::move(parts.error()));
  auto witnesses = std::move(order.witnesses);
  witnesses.insert(witnesses.end(), parts->witnesses.begin(), parts->witnesses.end());
  auto made = signing::sign_manifest(signing::subject_name(model), measured.manifest, *parts->signer,
                                     witnesses, order.now, task);
  if (!made) return fail(std::move(made.error()));
  // What was logged can't be made again: it is finished, and kept wherever that can be.
  const bool is_logged = made->material.method == signature::Method::sigstore;
  if (task.stopped() && !is_logged) return fail(base::cancelled());
  if (auto good = signing::write_signature(target.signature, model, made->file, target.existing); !good) {
    if (const auto kept = is_logged ? signing::keep_elsewhere(target.signature, made->file) : std::nullopt)
      good.error().detail += (good.error().detail.empty() ? "" : "; ") +
                             ("the signature is whole, and kept as " + base::utf8(*kept));
    return fail(std::move(good.error()));
  }
  return Signed{target.signature, std::move(made->material), measured.tree.files().size()};
}

}  // namespace

SignJob::SignJob(fs::path model, manifest::Serialization how, base::TimePoint now, QObject* parent)
    : QObject(parent), model_(std::move(model)), box_(std::make_shared<Box>()) {
  connect(&timer_, &QTimer::timeout, this, &SignJob::emptyBox);
  timer_.start(emptyEveryMilliseconds);
  std::thread([box = box_, stop = stop_.get_token(), path = model_, how = std::move(how), now] {
    letInterfaceGoFirst();
    measure(*box, stop, path, how, now);
  }).detach();
}

void SignJob::measure(Box& box, const std::stop_token& stop, const fs::path& model,
                      const manifest::Serialization& how, base::TimePoint now) {
  const auto put = [&box](auto& slot, auto value) {
    const std::scoped_lock lock(box.mutex);
    slot = std::move(value);
  };
  const base::Task task{stop, [&](const base::Progress& progress) { put(box.progress, progress); }};
  const auto signatures = verdict::find_signatures(model).found;
  auto tree = list(model, signatures, task);
  if (!tree) return put(box.error, std::move(tree.error()));
  std::optional<fs::path> previous;
  if (!signatures.empty()) previous = signatures.front();
  auto coverage = coverageOf(*tree);
  put(box.listed, Listed{coverage, previous, previous.value_or(usualPlace(model, *tree))});
  auto manifest = model::measure(*tree, how, task);
  if (!manifest) return put(box.error, std::move(manifest.error()));
  auto changes = changesSince(previous, *manifest, now);
  if (changes) coverage = coverageOf(*tree, &*changes);
  put(box.measured,
      sharedAside(Measured{std::move(*tree), std::move(*manifest), std::move(changes), std::move(coverage)}));
}

SignJob::~SignJob() {
  stop_.request_stop();
  stopSigning_.request_stop();
}

void SignJob::emptyBox() {
  std::optional<Listed> ready;
  std::optional<base::Progress> progress;
  std::optional<base::Error> error;
  {
    const std::scoped_lock lock(box_->mutex);
    ready = std::exchange(box_->listed, std::nullopt);
    progress = std::exchange(box_->progress, std::nullopt);
    measured_ = box_->measured;
    error = std::exchange(box_->error, std::nullopt);
  }
  if (measured_ || error) timer_.stop();
  if (ready) emit listed(*ready);
  if (progress) emit progressed(*progress);
  if (error) emit failed(*error);
  if (measured_) emit measured(measured_);
}

void SignJob::stopSigning() {
  stopSigning_.request_stop();
}

void SignJob::sign(SignOrder order) {
  stopSigning_ = {};
  using Outcome = std::shared_ptr<const Result<Signed>>;
  inBackground(
      this,
      [model = model_, what = measured_, order = std::move(order),
       stop = stopSigning_.get_token()]() mutable -> Outcome {
        return std::make_shared<const Result<Signed>>(
            signAndWrite(model, *what, std::move(order), {stop, {}}));
      },
      [this](const Outcome& outcome) {
        if (*outcome)
          emit signedAndWritten(**outcome);
        else
          emit refused(outcome->error());
      });
}

}  // namespace weighmaster::ui
