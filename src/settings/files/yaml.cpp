#include "settings/files/yaml.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <unordered_set>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace docktor::settings {
namespace {

constexpr std::size_t kLargest = 1 << 20;
constexpr std::size_t kDeepest = 50;
constexpr std::size_t kMostNodes = 100'000;

/// Leaves the parser; caught in ParseYaml.
struct Refused {
  YamlPlace place;
  std::string what;
};

YamlPlace PlaceOf(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

bool LooksNull(const std::string& plain) {
  return plain.empty() || plain == "~" || plain == "null" || plain == "Null" || plain == "NULL";
}

/// Makes our own tree of the parser's events, because yaml-cpp's keeps double keys, does not apply `<<` and lets an
/// alias contain itself.
class Builder final : public YAML::EventHandler {
 public:
  Yaml root = std::make_shared<YamlNode>();

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Add(Make(YamlNode::Kind::kNull, mark), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool plain = tag == "?";
    auto node = Make(plain && LooksNull(value) ? YamlNode::Kind::kNull : YamlNode::Kind::kScalar, mark);
    node->scalar = value;
    Add(std::move(node), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) throw Refused{PlaceOf(mark), "an alias stands within what it repeats"};
    Count(mark);
    Place(known->second, PlaceOf(mark));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kSequence, mark, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kMap, mark, anchor);
  }
  void OnMapEnd() override {
    ApplyMerges(open_.back());
    Close();
  }

 private:
  struct Key {
    std::string text;
    YamlPlace place;
  };
  struct Level {
    std::shared_ptr<YamlNode> node;
    YAML::anchor_t anchor = 0;
    std::optional<Key> key = {};            ///< of a map, when its value is next
    std::map<std::string, int> lines = {};  ///< where each key of a map was first
    std::vector<Yaml> merges = {};
  };

  void Count(const YAML::Mark& mark) {
    if (++count_ > kMostNodes) throw Refused{PlaceOf(mark), fmt::format("more than {} values", kMostNodes)};
  }

  std::shared_ptr<YamlNode> Make(YamlNode::Kind kind, const YAML::Mark& mark) {
    Count(mark);
    return std::make_shared<YamlNode>(YamlNode{.kind = kind, .place = PlaceOf(mark)});
  }

  void Open(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (open_.size() >= kDeepest)
      throw Refused{PlaceOf(mark), fmt::format("nested more than {} levels deep", kDeepest)};
    open_.push_back({Make(kind, mark), anchor});
  }

  void Close() {
    auto level = std::move(open_.back());
    open_.pop_back();
    Add(std::move(level.node), level.anchor);
  }

  void Add(Yaml node, YAML::anchor_t anchor) {
    if (anchor) anchors_[anchor] = node;
    const auto place = node->place;
    Place(std::move(node), place);
  }

  /// Puts a whole node where the parser is: a key, a value, an item, or the document.
  void Place(Yaml node, YamlPlace place) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    auto& level = open_.back();
    if (level.node->kind == YamlNode::Kind::kSequence) {
      level.node->items.push_back(std::move(node));
    } else if (!level.key) {
      TakeKey(level, *node, place);
    } else {
      const auto key = std::move(*level.key);
      level.key.reset();
      if (key.text == "<<")
        TakeMerge(level, std::move(node), place);
      else
        level.node->entries.push_back({key.text, key.place, std::move(node)});
    }
  }

  static void TakeKey(Level& level, const YamlNode& node, YamlPlace place) {
    if (node.kind == YamlNode::Kind::kSequence || node.kind == YamlNode::Kind::kMap)
      throw Refused{place, "a key must be a word, not a list or map"};
    const auto [first, fresh] = level.lines.emplace(node.scalar, place.line);
    if (!fresh)
      throw Refused{place,
                    fmt::format("key '{}' stands twice in one map, first in line {}", node.scalar, first->second)};
    level.key = Key{node.scalar, place};
  }

  static void TakeMerge(Level& level, Yaml node, YamlPlace place) {
    if (node->kind == YamlNode::Kind::kMap) {
      level.merges.push_back(std::move(node));
    } else if (node->kind == YamlNode::Kind::kSequence) {
      for (const auto& item : node->items) TakeMerge(level, item, place);
    } else {
      throw Refused{place, "'<<' wants a map to take entries from"};
    }
  }

  /// A map's own keys win over merged ones, the first merged map over later ones.
  void ApplyMerges(Level& level) {
    auto& node = *level.node;
    std::unordered_set<std::string_view> known;
    for (const auto& [key, line] : level.lines) known.insert(key);
    for (const auto& merge : level.merges) {
      for (const auto& entry : merge->entries) {
        if (++count_ > kMostNodes) throw Refused{node.place, fmt::format("more than {} values", kMostNodes)};
        if (known.insert(entry.key).second) node.entries.push_back(entry);
      }
    }
  }

  std::vector<Level> open_;
  std::map<YAML::anchor_t, Yaml> anchors_;
  std::size_t count_ = 0;
};

/// Finds out whether there is a second document.
class Nothing final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { throw Refused{PlaceOf(mark), "more than one document"}; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

}  // namespace

const YamlEntry* YamlNode::Find(std::string_view key) const {
  const auto entry = std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& e) { return e.key == key; });
  return entry == entries.end() ? nullptr : &*entry;
}

Result<Yaml> ParseYaml(const std::string& text, const std::string& name) {
  const auto refuse = [&](YamlPlace place, const std::string& what) {
    return Fail(Errc::kInvalidInput, fmt::format("{}:{}:{}: {}", name, place.line, place.column, what));
  };
  if (text.size() > kLargest) return Fail(Errc::kInvalidInput, name + ": larger than 1 MiB, no Compose file is");
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    Builder builder;
    Nothing nothing;
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(nothing);
    return builder.root;
  } catch (const Refused& refused) {
    return refuse(refused.place, refused.what);
  } catch (const YAML::Exception& error) {
    return refuse(PlaceOf(error.mark), "not YAML: " + error.msg);
  } catch (const std::exception& error) {  // yaml-cpp lets those of the standard library through
    return Fail(Errc::kInvalidInput, name + ": not YAML: " + error.what());
  }
}

}  // namespace docktor::settings
