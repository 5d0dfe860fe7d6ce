#pragma once

#include <memory>
#include <string>

#include "signing/services/service.h"
#include "signing/witness.h"

namespace weighmaster::signing {

/// A transparency log of signatures: what is written there stays for ever and can be read by everybody. Each
/// adds its entry to the evidence once it is sure that the entry is about this very signature. Its proof and
/// checkpoint are checked with everything else before the signature file is written.
class Rekor : public Witness {
 public:
  /// `url`: as a signing config names it.
  Rekor(ServiceAccess access, std::string url) : access_(std::move(access)), url_(std::move(url)) {}

  /// Asked again where it is unclear what came of it: the log knows an entry that it has, and it is fetched
  /// from there, or noted as withheld (`Evidence::entry_withheld`, with net.status). Errors: net.*, with the
  /// host as subject (net.answer with the code of what is wrong in its detail); key.unsupported where the
  /// material has no certificate.
  [[nodiscard]] base::Result<void> attest(const signature::Envelope& envelope, const Material& material,
                                          Evidence& evidence, const base::Task& task) final;

 protected:
  /// What is sent, and where below the log's address.
  struct Proposal {
    std::string path;
    Bytes body;
  };
  [[nodiscard]] virtual Proposal propose(const signature::Envelope& envelope,
                                         const crypto::Certificate& certificate) const = 0;
  /// The entry in an answer with a status of 2xx. Errors: json.*, base64.malformed, log.entry_malformed, …
  [[nodiscard]] virtual base::Result<signature::LogEntry> entry_of(BytesView answer) const = 0;
  /// Where the log has the entry that it says it has already: its path. Empty: it does not say where.
  [[nodiscard]] virtual std::string path_of_known(const net::Answer& answer) const = 0;

 private:
  [[nodiscard]] base::Result<net::Answer> submit(Proposal proposal, Evidence& evidence,
                                                 const base::Task& task) const;
  [[nodiscard]] base::Result<net::Answer> fetch_known(const std::string& path, const base::Task& task) const;

  ServiceAccess access_;
  std::string url_;
};

/// Rekor 1: an entry of kind dsse 0.0.1. It is sent the whole envelope and keeps its digests, the signature
/// and the certificate.
class Rekor1 final : public Rekor {
 public:
  using Rekor::Rekor;

 private:
  [[nodiscard]] Proposal propose(const signature::Envelope& envelope,
                                 const crypto::Certificate& certificate) const override;
  [[nodiscard]] base::Result<signature::LogEntry> entry_of(BytesView answer) const override;
  [[nodiscard]] std::string path_of_known(const net::Answer& answer) const override;
};

/// The entry in an answer of Rekor 1: an object with one member, named after the entry, in which digests are
/// hexadecimal and integers plain. Errors: json.*, hex.malformed, base64.malformed, log.entry_malformed,
/// bundle.too_many.
[[nodiscard]] base::Result<signature::LogEntry> rekor_1_entry(BytesView answer);

/// Rekor 2 (rekor-v2-spec.md): an entry of kind hashedrekord 0.0.2 over the pre-authentication encoding. It
/// is sent one digest, the signature and the certificate, and keeps them. It answers once the entry is in a
/// checkpoint, which takes up to 20 seconds.
class Rekor2 final : public Rekor {
 public:
  using Rekor::Rekor;

 private:
  [[nodiscard]] Proposal propose(const signature::Envelope& envelope,
                                 const crypto::Certificate& certificate) const override;
  [[nodiscard]] base::Result<signature::LogEntry> entry_of(BytesView answer) const override;
  [[nodiscard]] std::string path_of_known(const net::Answer& answer) const override;
};

}  // namespace weighmaster::signing
