/// What is served over TCP: where, by which name, and by whose certificate.
#include "settings/fields/formats.h"
#include "settings/fields/values.h"

namespace docktor::settings::formats {

const Format<std::string> kListen{
    ParseListen,
    ShowText,
    {"an address and a port, a port, or off", R"({"anyOf":[{"type":"string","pattern":"^(off|([^ ]+:)?[0-9]{1,5})$"},)"
                                              R"({"type":"integer","minimum":0,"maximum":65535},{"const":false}]})"}};
const Format<std::string> kBasePath{
    ParseBasePath, ShowText, {"a path", R"({"type":"string","pattern":"^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$"})"}};
const Format<std::string> kPublicUrl{
    ParsePublicUrl,
    ShowText,
    {"an http or https address without a path", R"({"type":"string","pattern":"^https?://[^/?#@ ]+/?$"})"}};
const Format<std::string> kFile{ParseFile, ShowText, {"a whole path", R"({"type":"string","pattern":"^/"})"}};

}  // namespace docktor::settings::formats
