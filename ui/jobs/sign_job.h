#pragma once

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/file.h"
#include "base/task.h"
#include "manifest/manifest.h"
#include "model/tree.h"
#include "signing/sign.h"
#include "ui/jobs/coverage.h"
#include "ui/jobs/credentials.h"

namespace weighmaster::ui {

/// A model that is to be signed, as it lies on the disk.
struct Listed {
  CoveragePtr coverage;
  /// A signature of this model that lies there already.
  std::optional<std::filesystem::path> previous;
  /// Where the new one is looked for first: the previous one's place, or the usual one.
  std::filesystem::path place;
};

/// What was hashed of it.
struct Measured {
  model::Tree tree;
  manifest::Manifest manifest;
  /// What has changed since the signature that lies there; nothing where there is none, or none to compare.
  /// Nobody has checked that signature: its list is a claim, good enough to see what has changed.
  std::optional<manifest::Difference> since;
  CoveragePtr coverage;
};

/// Where a signature is to be written, and whether it may take the place of another.
struct Target {
  std::filesystem::path signature;
  base::Existing existing = base::Existing::keep;
};

/// All that signing needs besides what was measured. It holds secrets, and moves.
struct SignOrder {
  Credentials credentials;
  Target target;
  /// Asked once it is signed, in this order, before those that go with a login.
  signing::Witnesses witnesses;
  /// When it is signed: hours may have passed since hashing began.
  base::TimePoint now{};
};

/// A signature that was written.
struct Signed {
  std::filesystem::path signature;
  signing::Material material;
  std::size_t files = 0;
};

/// Signs a model on threads of its own. Hashing begins at once; by the time a person has said what they sign
/// with, much of it is done. As with VerifyJob: to delete the job abandons what it does, and nobody waits for
/// it.
class SignJob : public QObject {
  Q_OBJECT

 public:
  /// `how` says method, hash and shard size.
  SignJob(std::filesystem::path model, manifest::Serialization how, base::TimePoint now,
          QObject* parent = nullptr);
  ~SignJob() override;
  SignJob(const SignJob&) = delete;
  SignJob& operator=(const SignJob&) = delete;
  SignJob(SignJob&&) = delete;
  SignJob& operator=(SignJob&&) = delete;

  /// Null until all is hashed.
  [[nodiscard]] const std::shared_ptr<const Measured>& result() const { return measured_; }

  /// Signs what was measured, checks what came of it, and writes it. Ends in `signedAndWritten` or `refused`.
  void sign(SignOrder order);
  /// Ends that in `refused` with task.cancelled, wherever it is: what the outside has been told stays told.
  void stopSigning();

 signals:
  /// What will be covered, and what is left out.
  void listed(const weighmaster::ui::Listed& listed);
  void progressed(const weighmaster::base::Progress& progress);
  void measured(const std::shared_ptr<const weighmaster::ui::Measured>& measured);
  /// The model could not be listed or hashed.
  void failed(const weighmaster::base::Error& error);
  void signedAndWritten(const weighmaster::ui::Signed& made);
  /// It was not signed, or not written; what was measured stays good.
  void refused(const weighmaster::base::Error& error);

 private:
  struct Box;

  static void measure(Box& box, const std::stop_token& stop, const std::filesystem::path& model,
                      const manifest::Serialization& how, base::TimePoint now);
  void emptyBox();

  std::filesystem::path model_;
  std::shared_ptr<Box> box_;
  std::stop_source stop_;
  std::stop_source stopSigning_;
  QTimer timer_;
  std::shared_ptr<const Measured> measured_;
};

}  // namespace weighmaster::ui
