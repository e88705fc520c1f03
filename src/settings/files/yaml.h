#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace docktor::settings {

struct YamlNode;
/// Never null. Shared where the text used an alias; immutable.
using Yaml = std::shared_ptr<const YamlNode>;

struct YamlPlace {
  int line = 0;    ///< from 1
  int column = 0;  ///< from 1
};

struct YamlEntry {
  std::string key;
  YamlPlace place = {};
  Yaml value;
};

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMap };
  Kind kind = Kind::kNull;
  YamlPlace place = {};
  std::string scalar = {};              ///< as written, quotes resolved: nothing is guessed from how it looks
  std::vector<Yaml> items = {};         ///< of a sequence
  std::vector<YamlEntry> entries = {};  ///< of a map, in their order; `<<` is applied, its entries come last

  const YamlEntry* Find(std::string_view key) const;
};

/// Reads one document; a text without any is a null.
///
/// kInvalidInput, told as "name:line:column: …": what is not YAML, a key twice in one map, an alias within itself, more
/// than one document, and what no configuration needs and could only do harm: more than 1 MiB, 50 levels, or 100000
/// nodes and merged entries.
Result<Yaml> ParseYaml(const std::string& text, const std::string& name);

}  // namespace docktor::settings
