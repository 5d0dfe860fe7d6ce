#pragma once

#include <string_view>

#include "base/result.h"

/// Patterns for names, for those who ask for them: `*` stands for any letters, none included, but never for
/// `/` or
/// `@`; everything else stands for itself, byte by byte. A pattern covers the whole name. So a `*` can't
/// leave the part of an address in which it stands, and matching takes time in proportion to the lengths'
/// product.
namespace weighmaster::trust {

[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

/// A pattern for signers: an e-mail address or an address with `://`. The `*` may not stand in the domain of
/// a mail address, nor in scheme, host and first part of the path of another (on a forge that part is the
/// owner): there it would let strangers in. Error: policy.pattern, also for what looks like a regular
/// expression.
[[nodiscard]] base::Result<void> check_identity_pattern(std::string_view pattern);

/// A pattern for identity providers: `https://`, and as above.
[[nodiscard]] base::Result<void> check_provider_pattern(std::string_view pattern);

/// A pattern for model names: "org/*", "org/llama-*", or a name. `*` alone is every model. The organisation
/// may not be left open otherwise. Error: policy.pattern.
[[nodiscard]] base::Result<void> check_model_pattern(std::string_view pattern);

}  // namespace weighmaster::trust
