#include "settings/environment.h"

#include <string_view>

#include <unistd.h>

namespace docktor::settings {

Environment ProcessEnvironment() {
  Environment environment;
  for (char** entry = ::environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals != text.npos) environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

}  // namespace docktor::settings
