#pragma once

namespace weighmaster::ui {

/// Gives the calling thread, and those that it starts, less of a busy processor than the interface has, so
/// that the window answers while all cores hash. Does nothing where a system knows no such thing for one
/// thread.
void letInterfaceGoFirst();

}  // namespace weighmaster::ui
