/// What is written of where and how the daemon serves over TCP.
#include <algorithm>
#include <regex>

#include "settings/door_settings.h"
#include "settings/fields/values.h"

namespace docktor::settings {

Result<std::string> ParseListen(std::string_view text) {
  static const std::regex form("([^ ]+:)?[0-9]{1,5}");
  std::string listen(Trim(text));
  for (const auto* no : {kListenOff, "no", "false"})
    if (listen == no) return kListenOff;
  if (!std::regex_match(listen, form))
    return Refuse(text, "is no address with a port", "write 127.0.0.1:3000, 3000, or off");
  if (std::stoi(listen.substr(listen.rfind(':') + 1)) > 65535)
    return Refuse(text, "has no such port", "write a port from 0 to 65535; 0 is any that is free");
  return listen;
}

Result<std::string> ParseBasePath(std::string_view text) {
  static const std::regex form("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");
  std::string path(Trim(text));
  if (path.ends_with('/')) path.pop_back();
  if (!std::regex_match(path, form)) return Refuse(text, "is no path that others could stand below", "write /docktor");
  return path;
}

Result<std::string> ParsePublicUrl(std::string_view text) {
  static const std::regex form("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?"), path(".*://[^/]*/.+");
  std::string url(Trim(text));
  std::transform(url.begin(), url.end(), url.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (std::regex_match(url, path)) return Refuse(text, "has a path", "write the path as base_path: /docktor");
  if (url.ends_with('/')) url.pop_back();
  if (!std::regex_match(url, form))
    return Refuse(text, "is no http or https address", "write https://docktor.example.com");
  for (const auto& [scheme, port] : {std::pair("https:", ":443"), std::pair("http:", ":80")})  // browsers leave it out
    if (url.starts_with(scheme) && url.ends_with(port)) url.resize(url.size() - std::string_view(port).size());
  return url;
}

Result<std::string> ParseFile(std::string_view text) {
  const auto path = Trim(text);
  if (!path.starts_with('/')) return Refuse(text, "is no whole path", "write it from the root: /etc/docktor/cert.pem");
  return std::string(path);
}

}  // namespace docktor::settings
