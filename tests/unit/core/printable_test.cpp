#include "core/printable.h"

#include <gtest/gtest.h>

namespace docktor {
namespace {

TEST(Printable, ControlsBecomeSpaces) {
  EXPECT_EQ(Printable("a\nb\tc\x1b[31m\x7f"), "a b c [31m ");
  EXPECT_EQ(Printable("a\nb\r", true), "a\nb ");
  EXPECT_EQ(Printable("a\xc2\x9b"
                      "31mb\xc2\x85"
                      "c"),
            "a 31mb c")
      << "a terminal may take U+009B for ESC [";
  EXPECT_EQ(Printable("web\xe2\x80\xae"
                      "bew\xe2\x81\xa9\xe2\x80\xa8."),
            "web bew  .");
}

TEST(Printable, WordsOfAnyLanguageStay) {
  for (const auto* text : {"naïve – 5 €", "日本語", "жизнь", "\xc2\xa0\xc3\xbf", "👩‍🚀", "عربي", "…"})
    EXPECT_EQ(Printable(text), text);
}

TEST(Printable, HalfACharacterAtTheEndIsNoControl) {
  for (const auto* text : {"a\xc2", "a\xe2", "a\xe2\x80"}) EXPECT_EQ(Printable(text), text);
}

TEST(Quote, MakesWordsOfAnyBytes) {
  EXPECT_EQ(Quote("caf\xe9 \x1b[31mred\n", 100), "caf\uFFFD  [31mred ");
  EXPECT_EQ(Quote("", 100), "");
}

TEST(Quote, CutsBetweenCharacters) {
  EXPECT_EQ(Quote("aäö", 5), "aäö");
  EXPECT_EQ(Quote("aäö", 4), "aä…");
  EXPECT_EQ(Quote(std::string(100, '\x80'), 3), "\uFFFD…") << "what was made of them counts";
}

}  // namespace
}  // namespace docktor
