#include "crypto/path_check.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <new>

#include "base/limits.h"
#include "crypto/openssl_ptr.h"

namespace weighmaster::crypto {
namespace {

void free_stack(STACK_OF(X509) * stack) {
  sk_X509_pop_free(stack, X509_free);
}
using CertificateStack = std::unique_ptr<STACK_OF(X509), Freed<free_stack>>;

constexpr int least_security_level = 2;  // 112 bits: no SHA-1, no RSA under 2048 bits
constexpr int least_security_bits = 112;
constexpr std::string_view name_constraints = "2.5.29.30";

/// OpenSSL's reasons in our words. What isn't listed is `refused`, never `good`.
ChainState state_of(int error) {
  switch (error) {
    case X509_V_OK:
      return ChainState::good;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
      return ChainState::no_path;
    case X509_V_ERR_CERT_NOT_YET_VALID:
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return ChainState::not_valid_at;
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return ChainState::false_signature;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
      return ChainState::not_authority;
    default:
      return ChainState::refused;
  }
}

/// Validity includes its last second (RFC 5280 section 4.1.2.5), which OpenSSL takes for past.
int forgive_last_second(int good, X509_STORE_CTX* context) {
  if (good == 1 || X509_STORE_CTX_get_error(context) != X509_V_ERR_CERT_HAS_EXPIRED) return good;
  const auto at = X509_VERIFY_PARAM_get_time(X509_STORE_CTX_get0_param(context));
  const auto* end = X509_get0_notAfter(X509_STORE_CTX_get_current_cert(context));
  if (ASN1_TIME_cmp_time_t(end, at) != 0) return good;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

using Handles = std::vector<X509*>;

/// OpenSSL asks this while it builds its chain; the only issuer is the next of our path, so that it builds no
/// other. Names and key identifiers are only hints (RFC 5280 section 4.2.1.1).
int is_next_of_path(X509_STORE_CTX* context, X509* certificate, X509* issuer) {
  const auto& path = *static_cast<const Handles*>(X509_STORE_CTX_get_app_data(context));
  const auto place = std::find_if(path.begin(), path.end(),
                                  [&](const X509* each) { return X509_cmp(each, certificate) == 0; });
  if (place == path.end() || place + 1 == path.end()) return 0;
  return X509_cmp(*(place + 1), issuer) == 0 ? 1 : 0;
}

void set_rules(X509_VERIFY_PARAM* rules, base::TimePoint at) {
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
  X509_VERIFY_PARAM_set_time(rules, std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  X509_VERIFY_PARAM_set_depth(rules, static_cast<int>(base::limits::certificates));
  X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
  X509_VERIFY_PARAM_set_auth_level(rules, least_security_level);
}

struct Fault {
  int error;
  std::size_t place;
};

/// OpenSSL's answer for a part of the path whose last is taken for an anchor.
Fault verify(Handles part, base::TimePoint at) {
  const StorePtr store(X509_STORE_new());
  const CertificateStack between(sk_X509_new_null());
  const StoreContextPtr context(X509_STORE_CTX_new());
  if (!store || !between || !context) throw std::bad_alloc();
  X509_STORE_set_check_issued(store.get(), is_next_of_path);
  X509_STORE_add_cert(store.get(), part.back());
  for (std::size_t i = 1; i + 1 < part.size(); ++i) {
    if (X509_up_ref(part[i]) == 1) sk_X509_push(between.get(), part[i]);
  }
  if (X509_STORE_CTX_init(context.get(), store.get(), part.front(), between.get()) != 1)
    throw std::bad_alloc();
  X509_STORE_CTX_set_app_data(context.get(), &part);
  set_rules(X509_STORE_CTX_get0_param(context.get()), at);
  X509_STORE_CTX_set_verify_cb(context.get(), forgive_last_second);
  const bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  const int error = X509_STORE_CTX_get_error(context.get());
  if (!good && error == X509_V_OK) return {X509_V_ERR_UNSPECIFIED, 0};
  return {error, static_cast<std::size_t>(std::max(0, X509_STORE_CTX_get_error_depth(context.get())))};
}

bool has_strong_signature(X509* certificate) {
  int bits = 0;
  return X509_get_signature_info(certificate, nullptr, nullptr, &bits, nullptr) == 1 &&
         bits >= least_security_bits;
}

}  // namespace

/// Reaches into Certificate for OpenSSL's object, so that nothing else has to.
class PathCheck {
 public:
  PathCheck(const std::vector<Certificate>& path, base::TimePoint at) : path_(path), at_(at) {
    for (const auto& certificate : path) handles_.push_back(certificate.certificate_.get());
  }

  /// OpenSSL takes a certificate for self-signed where both its names are one and no key identifier says
  /// otherwise, and looks no further. Such a path is checked in parts, each of which ends with such a one.
  Chain check() const {
    const auto at_place = [&](std::size_t i) { return handles_.begin() + static_cast<std::ptrdiff_t>(i); };
    std::size_t begin = 0;
    bool in_parts = false;
    for (std::size_t end = 1; end <= path_.size(); ++end) {
      const bool at_end = end == path_.size();
      if (!at_end && X509_self_signed(handles_[end - 1], 0) != 1) continue;
      const auto fault = verify({at_place(begin), at_place(end)}, at_);
      if (fault.error != X509_V_OK) {
        return {state_of(fault.error), path_, begin + fault.place,
                X509_verify_cert_error_string(fault.error)};
      }
      in_parts = in_parts || !at_end;
      begin = end;
    }
    return in_parts ? across_parts() : Chain{ChainState::good, path_, 0, {}};
  }

 private:
  /// What no part shows: whether the authorities may issue, with as many below them as there are, and how
  /// strong the signatures are. Name constraints would have to be held against all below, and are refused.
  Chain across_parts() const {
    for (std::size_t i = 1; i < path_.size(); ++i) {
      if (!path_[i].may_issue() || path_[i].path_length().value_or(i) < i - 1)
        return {ChainState::not_authority, path_, i, "may not issue certificates"};
      if (path_[i].extension(name_constraints))
        return {ChainState::refused, path_, i, "name constraints that can't be checked"};
      if (!has_strong_signature(handles_[i - 1]))
        return {ChainState::refused, path_, i - 1, "signed with a weak algorithm"};
    }
    return {ChainState::good, path_, 0, {}};
  }

  const std::vector<Certificate>& path_;
  base::TimePoint at_;
  Handles handles_;
};

Chain check_path(const std::vector<Certificate>& path, base::TimePoint at) {
  return PathCheck(path, at).check();
}

}  // namespace weighmaster::crypto
