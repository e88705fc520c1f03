#include "net/http_date.h"

#include <gtest/gtest.h>

namespace docktor::net {
namespace {

TEST(HttpDate, IsReadOrIsNone) {
  EXPECT_EQ(ReadHttpDate("Sat, 28 Nov 2026 14:36:49 GMT"), ParseInstant("2026-11-28T14:36:49Z").value());
  for (const auto* wrong : {"", "soon", "2026"}) EXPECT_FALSE(ReadHttpDate(wrong)) << wrong;
}

}  // namespace
}  // namespace docktor::net
