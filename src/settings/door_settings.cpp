#include "settings/door_settings.h"

namespace docktor::settings {
namespace {

tl::unexpected<Error> Half(const Maybe<std::string>& said, const char* there, const char* missing) {
  return Fail(Errc::kInvalidInput, said->origin.text + ": " + there + " without " + missing,
              "write both: tls: {certificate: /etc/docktor/cert.pem, key: /etc/docktor/key.pem}");
}

template <typename T>
void Take(const Maybe<T>& said, T& to) {
  if (said) to = said->value;
}

}  // namespace

Result<DoorSettings> DoorSettingsOf(const DoorLayer& layer) {
  if (layer.certificate && !layer.key) return Half(layer.certificate, "tls.certificate", "tls.key");
  if (layer.key && !layer.certificate) return Half(layer.key, "tls.key", "tls.certificate");
  DoorSettings door{.listen_said = layer.listen && layer.listen->origin.text != kDefault};
  Take(layer.listen, door.listen);
  Take(layer.base_path, door.base_path);
  Take(layer.public_url, door.public_url);
  Take(layer.certificate, door.certificate);
  Take(layer.key, door.key);
  Take(layer.without_tls, door.without_tls);
  Take(layer.open_metrics, door.open_metrics);
  return door;
}

}  // namespace docktor::settings
