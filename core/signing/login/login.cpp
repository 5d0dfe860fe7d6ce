#include "signing/login/login.h"

#include "signing/login/token_check.h"

namespace weighmaster::signing {

base::Result<IdentityToken> GivenToken::identity(const base::Task& task) {
  if (task.stopped()) return base::fail(base::cancelled());
  if (const auto good = check_time(token_, clock_()); !good) return base::fail(good.error());
  return token_.copy();
}

}  // namespace weighmaster::signing
