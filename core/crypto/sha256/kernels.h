#pragma once

#include <span>

#include "crypto/sha256/kernel.h"

namespace weighmaster::crypto::sha256 {

/// All kernels that this processor can run, fewest lanes first; the first has one lane. Found out once.
[[nodiscard]] std::span<const Kernel> runnable_kernels();
/// Those of them that gain something here.
[[nodiscard]] std::span<const Kernel> useful_kernels();

/// The one for the first of so many messages of one length (one or more), so that the turns they take are
/// about as full: five are quicker as three and two than as four and one.
[[nodiscard]] const Kernel& kernel_for(std::size_t messages);

}  // namespace weighmaster::crypto::sha256
