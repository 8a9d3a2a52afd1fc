// How another process reaches the running window: `saysee voice --toggle`, or a second start with files to open.
//
// One request a connection over a local socket that only its owner may use. A request is words of bytes, each ended
// by a zero byte (so that any file name can be sent), and an empty word at its end; the answer is "ok".
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::session {

struct WindowRequest {
    enum class Kind {
        Activate,  // come to the front
        ToggleVoice,  // start listening, or stop and search
        Open  // come to the front and open the files
    };
    Kind kind = Kind::Activate;
    std::vector<std::filesystem::path> files = {};  // absolute; of Open only

    friend bool operator==(const WindowRequest&, const WindowRequest&) = default;
};

// Longer requests are refused: about a hundred thousand paths.
inline constexpr std::size_t kLongestWindowRequest = std::size_t(16) << 20U;  // bytes

[[nodiscard]] std::string toBytes(const WindowRequest& request);
// Error (InvalidArgument): an unknown word, a relative path, no end, too long.
base::Result<WindowRequest> parseWindowRequest(std::string_view bytes);

// In $XDG_RUNTIME_DIR, else in the state folder. Every window of one person shares it.
[[nodiscard]] std::filesystem::path windowSocket();

// Waits at most 2 s for the answer. Errors: NotFound (no window is running), Io.
base::Status sendToWindow(const WindowRequest& request, const std::filesystem::path& socket = windowSocket());

}  // namespace saysee::session
