// Fetching a pack's files from the addresses in its manifest. This is the only part of SaySee that uses the network,
// and it runs only when somebody asks for a model.
#pragma once

#include "core/base/task.h"
#include "core/model/pack.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace saysee::model {

// Hands the bytes of `url` from `offset` on to `sink`, in order, until it returns false.
// Errors: Io (no connection, no such file), Cancelled, InvalidArgument (the server does not send from that offset
// on).
using Transport =
    std::function<base::Status(const std::string& url, std::uint64_t offset,
                               const std::function<bool(std::string_view)>& sink, const base::TaskContext& task)>;

// By libcurl: https only, redirects to https only, certificates checked.
Transport httpsTransport();

// Brings every file of the pack into `folder`, then its manifest, so that a folder with a manifest is complete. A
// file that is there with the right hash is kept; a partial one is continued, or fetched anew where the server does
// not continue. What arrives is written to
// "<name>.part" and renamed once its hash is right. Errors: ModelMissing (a file without address, wrong content), Io,
// Cancelled. What was fetched stays for the next try.
base::Status fetchPack(const Pack& pack, const std::filesystem::path& folder, const Transport& transport,
                       const base::TaskContext& task = {});

// Fetches what `source` names into `directory`/<name of the pack>: a folder with a manifest, the name of a pack that
// is listed, or the https address of a manifest. Returns the finished pack. Errors: those of fetchPack() and
// readPack().
base::Result<Pack> getPack(std::string_view source, const std::filesystem::path& directory,
                           const Transport& transport, const base::TaskContext& task = {});

}  // namespace saysee::model
