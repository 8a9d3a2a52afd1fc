#include "core/session/window_request.h"

#include "core/base/paths.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace saysee::session {

using base::ErrorCode;
using base::fail;

namespace {

using Kind = WindowRequest::Kind;

constexpr std::pair<Kind, std::string_view> kWords[] = {
    {Kind::Activate, "activate"}, {Kind::ToggleVoice, "voice-toggle"}, {Kind::Open, "open"}};
constexpr timeval kPatience {2, 0};

class Socket {
public:
    Socket() : m_handle(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        ::setsockopt(m_handle, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
        ::setsockopt(m_handle, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    }
    ~Socket() { ::close(m_handle); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    [[nodiscard]] bool connect(const std::filesystem::path& path) const
    {
        sockaddr_un address {};
        address.sun_family = AF_UNIX;
        if (path.native().size() >= sizeof address.sun_path) {
            errno = ENAMETOOLONG;
            return false;
        }
        std::memcpy(address.sun_path, path.c_str(), path.native().size());
        // The only cast: the socket interface takes every kind of address through one type.
        return ::connect(m_handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    [[nodiscard]] bool send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    [[nodiscard]] std::string receive() const
    {
        std::string answer;
        char block[64];
        for (ssize_t got = 0; answer.size() < 1024 && (got = ::recv(m_handle, block, sizeof block, 0)) > 0;)
            answer.append(block, static_cast<std::size_t>(got));
        return answer;
    }

private:
    int m_handle;
};

}  // namespace

std::string toBytes(const WindowRequest& request)
{
    std::string bytes;
    for (const auto& [kind, word] : kWords)
        if (kind == request.kind)
            bytes = std::string(word) + '\0';
    for (const auto& file : request.files)
        bytes += file.native() + '\0';
    return bytes + '\0';
}

base::Result<WindowRequest> parseWindowRequest(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.size() > kLongestWindowRequest)
        return fail(ErrorCode::InvalidArgument, "These are too many files at once.");
    if (!bytes.ends_with("\0\0"sv))
        return fail(ErrorCode::InvalidArgument, "The request to the window is incomplete.");
    bytes.remove_suffix(1);
    const auto next = [&bytes] {
        const std::string_view word = bytes.substr(0, bytes.find('\0'));
        bytes.remove_prefix(word.size() + 1);
        return word;
    };
    const std::string_view asked = next();
    const auto known =
        std::find_if(std::begin(kWords), std::end(kWords), [&](const auto& entry) { return entry.second == asked; });
    if (known == std::end(kWords))
        return fail(ErrorCode::InvalidArgument, "The window does not know this request.");
    WindowRequest request {known->first};
    while (!bytes.empty()) {
        std::filesystem::path file(next());
        if (request.kind != Kind::Open || !file.is_absolute())
            return fail(ErrorCode::InvalidArgument, "The window is asked to open what is no absolute path.");
        request.files.push_back(std::move(file));
    }
    return request;
}

std::filesystem::path windowSocket()
{
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime != nullptr && std::filesystem::path(runtime).is_absolute())
        return std::filesystem::path(runtime) / "saysee-window";
    return base::stateDirectory() / "window.socket";
}

base::Status sendToWindow(const WindowRequest& request, const std::filesystem::path& socket)
{
    const Socket connection;
    if (!connection.connect(socket)) {
        if (errno == ENOENT || errno == ECONNREFUSED)
            return fail(ErrorCode::NotFound, "No window of SaySee is running; start saysee-gui.");
        return fail(ErrorCode::Io, "Cannot reach the window of SaySee at " + socket.string() + ".",
                    std::strerror(errno));
    }
    if (!connection.send(toBytes(request)) || connection.receive() != "ok")
        return fail(ErrorCode::Io, "The window of SaySee does not answer; close it and start it again.");
    return {};
}

}  // namespace saysee::session
