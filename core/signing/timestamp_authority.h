#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/address.h"
#include "net/http.h"
#include "signing/services/service.h"
#include "signing/witness.h"

namespace weighmaster::signing {

/// The address of a timestamp authority. Plain http will do: what is asked is a digest, and what is answered
/// is signed over that digest and a number of ours (RFC 3161 section 2.4). Errors: net::Address::parse's.
[[nodiscard]] base::Result<net::Address> timestamp_address(std::string_view url);

/// A timestamp authority that is asked over http (RFC 3161 section 3.4) for when a signature was there: its
/// bytes are stamped as they are, the envelope around them is not.
class TimestampAuthority : public Witness {
 public:
  TimestampAuthority(ServiceAccess access, std::string url)
      : access_(std::move(access)), url_(std::move(url)) {}
  /// Asked once.
  TimestampAuthority(std::shared_ptr<net::Http> http, std::string url)
      : TimestampAuthority(ServiceAccess{std::move(http), {}, {1}}, std::move(url)) {}

  /// Adds the answer, a whole TimeStampResp. It has to be about these bytes and this request, made by the
  /// certificate that it carries, and inside the validity of the signer's certificates; whether the authority
  /// is to be believed is whoever verifies to say. Errors: net.*, with the host as subject (net.answer where
  /// the timestamp is not as it has to be, with the code of what is wrong in its detail); signing.expired.
  [[nodiscard]] base::Result<void> attest(const signature::Envelope& envelope, const Material& material,
                                          Evidence& evidence, const base::Task& task) override;

 private:
  [[nodiscard]] base::Result<Bytes> ask(BytesView stamped, BytesView nonce, const base::Task& task);

  ServiceAccess access_;
  std::string url_;
};

}  // namespace weighmaster::signing
