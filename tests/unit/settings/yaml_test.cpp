#include "settings/files/yaml.h"

#include <gmock/gmock.h>

namespace docktor::settings {
namespace {

using testing::HasSubstr;

std::string Keys(const YamlNode& map) {
  std::string keys;
  for (const auto& entry : map.entries) keys += entry.key + "=" + entry.value->scalar + " ";
  return keys;
}

TEST(Yaml, KnowsWhereEverythingStands) {
  const auto root = ParseYaml("a: 1\nb:\n  - x\n  - {c: 'y'}\n", "f").value();
  ASSERT_EQ(root->kind, YamlNode::Kind::kMap);
  EXPECT_EQ(root->Find("a")->value->scalar, "1");
  const auto& list = *root->Find("b")->value;
  EXPECT_EQ(list.items[1]->Find("c")->value->scalar, "y");
  EXPECT_EQ(list.items[1]->Find("c")->place.line, 4);
  EXPECT_EQ(list.items[1]->Find("c")->place.column, 6);
  EXPECT_EQ(root->Find("z"), nullptr);
}

TEST(Yaml, GuessesNothingFromHowAValueLooks) {
  const auto root = ParseYaml("{a: 010, b: y, c: 60%, d: ~, e: '~', f: , g: ''}", "f").value();
  EXPECT_EQ(root->Find("a")->value->scalar, "010");
  EXPECT_EQ(root->Find("b")->value->scalar, "y");
  EXPECT_EQ(root->Find("c")->value->scalar, "60%");
  EXPECT_EQ(root->Find("d")->value->kind, YamlNode::Kind::kNull);
  EXPECT_EQ(root->Find("e")->value->kind, YamlNode::Kind::kScalar);
  EXPECT_EQ(root->Find("f")->value->kind, YamlNode::Kind::kNull);
  EXPECT_EQ(root->Find("g")->value->kind, YamlNode::Kind::kScalar);
}

TEST(Yaml, NoDocumentIsANull) {
  for (const auto* text : {"", "\n\n", "# only words\n", "---\n"})
    EXPECT_EQ(ParseYaml(text, "f").value()->kind, YamlNode::Kind::kNull) << text;
}

TEST(Yaml, MergesWhatIsTakenFromElsewhere) {
  const auto root = ParseYaml(
                        "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\n"
                        "plain: {<<: *one, a: 9}\nfirst_wins: {<<: [*one, *two]}\nnested: {<<: {<<: *two, d: 4}}\n",
                        "f")
                        .value();
  EXPECT_EQ(Keys(*root->Find("plain")->value), "a=9 b=1 ");
  EXPECT_EQ(Keys(*root->Find("first_wins")->value), "a=1 b=1 c=2 ");
  EXPECT_EQ(Keys(*root->Find("nested")->value), "d=4 b=2 c=2 ");
}

struct RefusedCase {
  const char* name;
  std::string text;
  const char* message;
};
class YamlRefusedTest : public testing::TestWithParam<RefusedCase> {};
TEST_P(YamlRefusedTest, WithItsPlace) {
  const auto root = ParseYaml(GetParam().text, "f.yaml");
  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().code, Errc::kInvalidInput);
  EXPECT_THAT(root.error().message, HasSubstr(GetParam().message));
}

std::string Repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

std::string ManyMerges() {
  std::string text = "a: &a {";
  for (int i = 0; i < 2000; ++i) text += "k" + std::to_string(i) + ": ,";
  return text + "}\nb:\n" + Repeated(" - {<<: *a}\n", 2000);
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, YamlRefusedTest,
    testing::Values(RefusedCase{"double_key", "a: 1\nb: 2\na: 3\n",
                                "f.yaml:3:1: key 'a' stands twice in one map, first in line 1"},
                    RefusedCase{"alias_in_itself", "x: &x {k: *x}", "f.yaml:1:11: an alias stands within"},
                    RefusedCase{"alias_in_itself_merged", "x: &x {<<: *x}", "an alias stands within"},
                    RefusedCase{"unknown_alias", "x: *y", "f.yaml:1:"},
                    RefusedCase{"bad_indent", "a:\n  b: 1\n c: 2\n", "f.yaml:3:"},
                    RefusedCase{"tab", "a:\n\tb: 1\n", "f.yaml:2:"},
                    RefusedCase{"open_bracket", "a: [1, 2", "f.yaml:1:"},
                    RefusedCase{"two_documents", "a: 1\n---\nb: 2\n", "more than one document"},
                    RefusedCase{"map_as_key", "? {a: 1}\n: 2\n", "a key must be a word"},
                    RefusedCase{"merge_of_a_word", "a: {<<: 5}", "wants a map"},
                    RefusedCase{"deep_lists", std::string(200'000, '['), "50 levels"},
                    RefusedCase{"deep_maps", Repeated("{a: ", 5'000), "50 levels"},
                    RefusedCase{"large", std::string((1 << 20) + 1, ' '), "larger than 1 MiB"},
                    RefusedCase{"many", "[" + Repeated("1,", 100'001) + "]", "more than 100000"},
                    RefusedCase{"many_merged", ManyMerges(), "more than 100000"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace docktor::settings
