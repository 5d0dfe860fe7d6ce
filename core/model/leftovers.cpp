#include <algorithm>
#include <array>

#include "model/code_risk.h"

namespace weighmaster::model {
namespace {

struct Leftover {
  /// A component of the name, or several in sequence.
  std::string_view what;
  std::string_view tool;
};

constexpr std::array leftovers{
    Leftover{".cache/huggingface", "Hugging Face Hub"},
    Leftover{".huggingface", "Hugging Face Hub"},
    Leftover{".locks", "Hugging Face Hub"},
    Leftover{".no_exist", "Hugging Face Hub"},
    Leftover{"._____temp", "ModelScope"},
    Leftover{".msc", "ModelScope"},
    Leftover{".mdl", "ModelScope"},
    Leftover{".mv", "ModelScope"},
    Leftover{".DS_Store", "macOS"},
    Leftover{".AppleDouble", "macOS"},
    Leftover{".Spotlight-V100", "macOS"},
    Leftover{".Trashes", "macOS"},
    Leftover{".fseventsd", "macOS"},
    Leftover{"__MACOSX", "macOS"},
    Leftover{"Thumbs.db", "Windows"},
    Leftover{"desktop.ini", "Windows"},
    Leftover{"Desktop.ini", "Windows"},
    Leftover{".directory", "KDE"},
    Leftover{".ipynb_checkpoints", "Jupyter"},
    Leftover{"__pycache__", "Python"},
    Leftover{".pytest_cache", "pytest"},
    Leftover{".idea", "JetBrains"},
    Leftover{".vscode", "Visual Studio Code"},
};

/// Whether `what` stands in `name` between slashes or the ends.
bool has_components(std::string_view name, std::string_view what) {
  for (auto at = name.find(what); at != std::string_view::npos; at = name.find(what, at + 1)) {
    const auto end = at + what.size();
    const bool begins = at == 0 || name[at - 1] == '/';
    const bool ends = end == name.size() || name[end] == '/';
    if (begins && ends) return true;
  }
  return false;
}

/// "._NAME" is where macOS keeps what other file systems can't hold of NAME.
bool is_apple_double(std::string_view name) {
  const auto base_name = name.substr(name.rfind('/') + 1);
  return base_name.size() > 2 && base_name.starts_with("._");
}

}  // namespace

std::string_view leftover_of(std::string_view name) {
  const auto found = std::find_if(leftovers.begin(), leftovers.end(), [&](const Leftover& leftover) {
    return has_components(name, leftover.what);
  });
  if (found != leftovers.end()) return found->tool;
  return is_apple_double(name) ? std::string_view("macOS") : std::string_view{};
}

}  // namespace weighmaster::model
