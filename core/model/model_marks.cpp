#include "model/model_marks.h"

#include <algorithm>
#include <array>
#include <set>

namespace weighmaster::model {
namespace {

constexpr std::array<std::string_view, 3> signature_endings{".sig", ".sigstore.json", ".sigstore"};

/// What libraries look for in the folder of a model: transformers, diffusers, PEFT, the original Llama,
/// MLflow.
constexpr std::array<std::string_view, 5> configurations{"config.json", "model_index.json",
                                                         "adapter_config.json", "params.json", "MLmodel"};

constexpr std::array<std::string_view, 21> weights_endings{
    ".safetensors", ".gguf",    ".ggml", ".bin",   ".pt",     ".pth",    ".ckpt",
    ".onnx",        ".h5",      ".hdf5", ".keras", ".pb",     ".tflite", ".mlmodel",
    ".npz",         ".msgpack", ".nemo", ".pkl",   ".pickle", ".joblib", ".llamafile"};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lower;
}

bool is_configuration(std::string_view name) {
  return std::find(configurations.begin(), configurations.end(), name) != configurations.end();
}

/// Names of `entries`, for looking up.
std::set<std::string_view> all_names(const Entries& entries) {
  std::set<std::string_view> names(entries.files.begin(), entries.files.end());
  names.insert(entries.folders.begin(), entries.folders.end());
  return names;
}

}  // namespace

std::optional<std::string> signed_name(std::string_view name) {
  for (const auto ending : signature_endings) {
    if (name.size() > ending.size() && name.ends_with(ending))
      return std::string(name.substr(0, name.size() - ending.size()));
  }
  return std::nullopt;
}

bool is_weights_name(std::string_view name) {
  const auto lower = lower_case(name);
  return std::any_of(weights_endings.begin(), weights_endings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

std::vector<std::string> signed_files(const Entries& entries) {
  std::set<std::string> named;
  for (const auto& name : entries.files) {
    if (auto of = signed_name(name)) named.insert(std::move(*of));
  }
  std::vector<std::string> files;
  for (const auto& name : entries.files) {
    if (is_weights_name(name) && named.contains(name)) files.push_back(name);
  }
  return files;
}

bool is_model(const Entries& entries) {
  const auto names = all_names(entries);
  const auto alone = signed_files(entries);
  return std::any_of(entries.files.begin(), entries.files.end(), [&](const std::string& name) {
    // A signature named after another entry is that one's.
    if (const auto of = signed_name(name)) return !names.contains(*of);
    if (is_configuration(name)) return true;
    return is_weights_name(name) && !std::binary_search(alone.begin(), alone.end(), name);
  });
}

}  // namespace weighmaster::model
