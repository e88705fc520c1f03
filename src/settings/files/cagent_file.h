#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "settings/layer.h"

namespace docktor::settings {

/// The file by which the first Docktor was told its language model, OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL, a
/// line each as in a shell. It lies beside the Compose file; what docktor.yaml says wins over it.
struct CagentFile {
  static constexpr const char* kName = ".env.cagent";
  /// What the layer names as the variable of the key: that of this file, whatever the environment has.
  static constexpr const char* kKey = "OPENAI_API_KEY of .env.cagent";

  std::filesystem::path path = {};  ///< empty: there is no folder for it
  Layer layer = {};
  std::string key = {};  ///< a secret; empty: none, or the word "dummy", which stands for none
  std::vector<Error> errors = {};
};

/// Reads it where it is there. One in which anything is wrong says nothing but that.
CagentFile LoadCagentFile(const std::filesystem::path& folder);
CagentFile ReadCagentFile(const std::string& text, const std::filesystem::path& path);

/// What it holds for a model that wants no key.
std::string CagentText(const std::string& endpoint, const std::string& model);

}  // namespace docktor::settings
