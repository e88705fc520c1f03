#include "settings/fields/assignment.h"

#include "settings/fields/fields.h"
#include "settings/fields/nearest.h"

namespace docktor::settings {
namespace {

Error Unknown(const std::string& key) {
  std::vector<std::string_view> known;
  for (const auto& field : Fields()) known.push_back(field.key);
  const auto meant = Nearest(key, known);
  return {Errc::kInvalidInput, "there is no setting '" + key + "'",
          meant ? "did you mean '" + std::string(*meant) + "'?" : "docktor config schema lists them"};
}

}  // namespace

Status Assign(Layer& layer, const std::string& said, const Origin& origin) {
  const auto equals = said.find('=');
  if (equals == said.npos)
    return Fail(Errc::kInvalidInput, "'" + said + "' is no setting", "write key=value, such as targets.cpu=70%");
  const auto key = said.substr(0, equals);
  const auto* field = FindField(key);
  if (field == nullptr) return tl::unexpected(Unknown(key));
  const auto put = field->set(layer, said.substr(equals + 1), origin);
  return put ? put : tl::unexpected(put.error().During(key));
}

}  // namespace docktor::settings
