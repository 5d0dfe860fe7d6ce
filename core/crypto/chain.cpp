#include "crypto/chain.h"

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

/// OpenSSL's reasons in our five words. What isn't listed is `refused`, never `good`.
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

}  // namespace

/// One search: reaches into Certificate for OpenSSL's object, so that nothing else has to.
class ChainBuilder {
 public:
  ChainBuilder(const std::vector<Certificate>& intermediates, const std::vector<Certificate>& anchors)
      : store_(X509_STORE_new()), untrusted_(sk_X509_new_null()) {
    if (!store_ || !untrusted_) throw std::bad_alloc();
    for (const auto& anchor : anchors) X509_STORE_add_cert(store_.get(), anchor.certificate_.get());
    for (const auto& intermediate : intermediates) {
      // An anchor given as an intermediate too stays an anchor: the store is asked first.
      if (X509_up_ref(intermediate.certificate_.get()) == 1)
        sk_X509_push(untrusted_.get(), intermediate.certificate_.get());
    }
  }

  Chain build(const Certificate& leaf, base::TimePoint at) {
    const StoreContextPtr context(X509_STORE_CTX_new());
    if (!context ||
        X509_STORE_CTX_init(context.get(), store_.get(), leaf.certificate_.get(), untrusted_.get()) != 1) {
      throw std::bad_alloc();
    }
    set_rules(X509_STORE_CTX_get0_param(context.get()), at);
    X509_STORE_CTX_set_verify_cb(context.get(), forgive_last_second);
    X509_verify_cert(context.get());
    ERR_clear_error();

    const int error = X509_STORE_CTX_get_error(context.get());
    Chain chain;
    chain.state = state_of(error);
    chain.path = path_of(context.get());
    if (chain.state != ChainState::good) {
      chain.refused_at = static_cast<std::size_t>(std::max(0, X509_STORE_CTX_get_error_depth(context.get())));
      chain.detail = X509_verify_cert_error_string(error);
    }
    return chain;
  }

 private:
  static void set_rules(X509_VERIFY_PARAM* rules, base::TimePoint at) {
    X509_VERIFY_PARAM_set_flags(
        rules, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_CHECK_SS_SIGNATURE);
    X509_VERIFY_PARAM_set_time(rules,
                               std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
    X509_VERIFY_PARAM_set_depth(rules, static_cast<int>(base::limits::certificates));
    X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
    X509_VERIFY_PARAM_set_auth_level(rules, least_security_level);
  }

  static std::vector<Certificate> path_of(X509_STORE_CTX* context) {
    std::vector<Certificate> path;
    const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
      auto certificate = Certificate::from_der(der_of<i2d_X509>(sk_X509_value(chain, i)));
      if (certificate) path.push_back(std::move(*certificate));
    }
    return path;
  }

  StorePtr store_;
  CertificateStack untrusted_;
};

namespace {

/// Subject and issuer have one name, and yet another key signed it. OpenSSL takes equal names for self-signed
/// where no key identifier says otherwise; only the signature decides.
bool only_looks_self_signed(const Certificate& leaf) {
  return leaf.subject() == leaf.issuer() && !leaf.is_self_signed();
}

/// Whether every authority of the path may issue, with as many below it as there are.
bool all_may_issue(const std::vector<Certificate>& path) {
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (!path[i].may_issue() || path[i].path_length().value_or(i) < i - 1) return false;
  }
  return true;
}

/// The leaf's path through an issuer that is known to have signed it.
Chain through(const Certificate& leaf, Chain rest, base::TimePoint at) {
  ++rest.refused_at;
  rest.path.insert(rest.path.begin(), leaf);
  if (rest.state != ChainState::good) return rest;
  if (!leaf.validity().contains(at))
    return {ChainState::not_valid_at, std::move(rest.path), 0, "outside its validity"};
  if (!all_may_issue(rest.path)) {
    return {ChainState::not_authority, std::move(rest.path), 1, "may not issue certificates"};
  }
  return rest;
}

}  // namespace

Chain build_chain(const Certificate& leaf, const std::vector<Certificate>& intermediates,
                  const std::vector<Certificate>& anchors, base::TimePoint at) {
  ChainBuilder builder(intermediates, anchors);
  if (!only_looks_self_signed(leaf)) return builder.build(leaf, at);
  for (const auto* candidates : {&anchors, &intermediates}) {
    for (const auto& issuer : *candidates) {
      if (issuer.subject() == leaf.issuer() && leaf.is_signed_by(issuer)) {
        return through(leaf, builder.build(issuer, at), at);
      }
    }
  }
  return {ChainState::no_path, {leaf}, 0, {}};
}

}  // namespace weighmaster::crypto
