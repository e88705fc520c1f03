#pragma once

#include <string>

#include "core/result.h"
#include "settings/layer.h"

namespace docktor::settings {

inline constexpr auto kUsualListen = "127.0.0.1:3000";
/// What `listen` says where there is to be nothing but the daemon's socket.
inline constexpr auto kListenOff = "off";

/// What the daemon serves over TCP beside its socket.
struct DoorSettings {
  std::string listen = kUsualListen;       ///< an address and a port, a port of 127.0.0.1, or "off"
  bool listen_said = false;                ///< by somebody, and not by default
  std::string base_path = {};              ///< "" or as "/docktor"
  std::string public_url = {};             ///< "" or as "https://docktor.example.com"
  std::string certificate = {}, key = {};  ///< whole paths; both, or none: there is no TLS
  bool without_tls = false;                ///< other machines may be answered without it
  bool open_metrics = false;               ///< /metrics wants no token
};

/// kInvalidInput: a certificate without its key, or a key without its certificate.
Result<DoorSettings> DoorSettingsOf(const DoorLayer& layer);

}  // namespace docktor::settings
