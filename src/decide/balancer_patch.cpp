#include "decide/balancer_patch.h"

#include <fmt/format.h>

namespace docktor::decide {
namespace {

std::string_view Word(std::string_view text, int n) {
  for (; n > 0; --n) {
    const auto end = text.find(' ');
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find(' '));
}

/// nginx asks again where the address holds a variable. "http://web:8080/api" → "http://$to:8080/api" and "web"
std::string ForNginx(std::string_view directive, std::string_view address) {
  const auto scheme = address.find("://");
  const auto begin = scheme == address.npos ? 0 : scheme + 3;
  const auto end = std::min(address.find_first_of(":/", begin), address.size());
  return fmt::format("write resolver 127.0.0.11 valid=2s; set $to {}; {} {}$to{};", address.substr(begin, end - begin),
                     directive, address.substr(0, begin), address.substr(end));
}

}  // namespace

std::string BalancerPatch(std::string_view detail) {
  if (const auto begin = detail.find(": "); begin != detail.npos) detail.remove_prefix(begin + 2);
  const auto directive = Word(detail, 0);
  if (directive.ends_with("_pass")) return ForNginx(directive, Word(detail, 1));
  const auto third = Word(detail, 2);  // of HAProxy: server NAME ADDRESS; of nginx: server ADDRESS
  if (directive == "server-template" || (directive == "server" && third.find(':') != third.npos))
    return fmt::format(
        "write server-template web 20 {} check resolvers docker init-addr none, and a section: resolvers docker, "
        "nameserver dns 127.0.0.11:53",
        directive == "server" ? third : Word(detail, 3));
  return ForNginx("proxy_pass", "http://" + std::string(Word(detail, 1))) + " instead of the upstream";
}

}  // namespace docktor::decide
