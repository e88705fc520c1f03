#include "docker/added_file.h"

#include <gtest/gtest.h>

#include "docker/tar.h"

namespace docktor::docker {
namespace {

TEST(ParseStat, ReadsWhatTheEngineSaysOfAFile) {
  // {"name":"c.conf","size":11,"mode":292,"mtime":"2026-11-25T04:34:38Z","linkTarget":""}
  const auto file = ParseStat("/etc/c.conf",
                              "eyJuYW1lIjoiYy5jb25mIiwic2l6ZSI6MTEsIm1vZGUiOjI5MiwibXRpbWUiOiIyMDI2LTExLTI1VDA0OjM0OjM"
                              "4WiIsImxpbmtUYXJnZXQiOiIifQ==");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->path, "/etc/c.conf");
  EXPECT_EQ(file->size, 11);
  EXPECT_EQ(ToRfc3339(file->changed_at), ToRfc3339(ParseInstant("2026-11-25T04:34:38Z").value()));
  EXPECT_TRUE(file->whole_second);
}

TEST(ParseStat, AProgramsFileHasAFractionAndAFolderIsNoFile) {
  // {"mode":420,"mtime":"2026-11-25T04:34:38.123456789Z"}
  const auto written = ParseStat("/x", "eyJtb2RlIjo0MjAsIm10aW1lIjoiMjAyNi0xMS0yNVQwNDozNDozOC4xMjM0NTY3ODlaIn0=");
  ASSERT_TRUE(written);
  EXPECT_FALSE(written->whole_second);
  // {"mode":2147484141,"mtime":"2026-11-25T04:34:38Z"}
  EXPECT_FALSE(ParseStat("/x", "eyJtb2RlIjoyMTQ3NDg0MTQxLCJtdGltZSI6IjIwMjYtMTEtMjVUMDQ6MzQ6MzhaIn0="));
}

TEST(ParseStat, GarbageIsNoFile) {
  for (const auto* text : {"", "x", "????", "e30=", "bm9uZQ=="}) EXPECT_FALSE(ParseStat("/x", text)) << text;
}

TEST(PlaceAt, WhatIsNoArchiveOfOneFileIsRefused) {
  EXPECT_EQ(PlaceAt("", "/x").error().code, Errc::kInvalidInput);
  EXPECT_EQ(PlaceAt(std::string(2048, '5'), "/x").error().code, Errc::kInvalidInput);
  std::string file(1024, '\0');
  file[156] = '0';
  EXPECT_TRUE(PlaceAt(file, "/etc/x"));
  EXPECT_TRUE(PlaceAt(file, "/" + std::string(90, 'a') + "/" + std::string(90, 'b')));
  EXPECT_EQ(PlaceAt(file, "/" + std::string(101, 'a')).error().code, Errc::kInvalidInput);
  EXPECT_EQ(PlaceAt(file, "/" + std::string(200, 'a') + "/" + std::string(90, 'b')).error().code, Errc::kInvalidInput);
}

}  // namespace
}  // namespace docktor::docker
