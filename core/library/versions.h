// Tunes that a library keeps: small files beside the database, and one row about each.
#pragma once

#include "core/base/embedding.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace saysee::store {
class Database;
}

namespace saysee::library {

struct Version {
    base::VersionId id;
    std::string name;
    std::optional<base::VersionId> parent;  // the version in use when this one was made; empty: the untuned model
    std::string pack;  // name of the pack, for people
    base::SpaceId model;  // EngineInfo::untunedSpace of the model that it belongs to
    std::filesystem::path file;  // absolute; see Engine::useTune
    std::string dataHash;  // of the pairs it was made from
    nlohmann::json settings = nlohmann::json::object();
    nlohmann::json metrics = nlohmann::json::object();
    bool inUse = false;  // at most one of a model is
    std::string reason;  // why the gate let it pass or not, one sentence
    std::int64_t createdAt = 0;  // seconds since 1970 UTC; 0: now
};

// Everything is saved when a call returns. Threading and lifetime: as the Library it belongs to.
class Versions {
public:
    Versions(store::Database& database, std::filesystem::path folder)
        : m_database(database), m_folder(std::move(folder))
    {
    }

    // Copies the tune `file` into the library, under a name made of its content; id, file and inUse are filled in.
    // The same content twice is kept once. Errors: NotFound, Io, InvalidArgument (no name).
    base::Result<base::VersionId> add(const Version& version, const std::filesystem::path& file);
    // Its file goes with it; whoever was using it falls back to the untuned model. Error: NotFound.
    base::Status remove(base::VersionId version);
    // Errors: NotFound, InvalidArgument (no name).
    base::Status rename(base::VersionId version, const std::string& name);

    // Searches with its model use it from now on, until another one is chosen. Error: NotFound.
    base::Status use(base::VersionId version);
    base::Status useNone(const base::SpaceId& model);

    base::Result<Version> get(base::VersionId version);  // error: NotFound
    base::Result<std::vector<Version>> list();  // oldest first
    base::Result<std::optional<Version>> inUse(const base::SpaceId& model);

private:
    base::Result<std::vector<Version>> select(const std::string& condition, std::int64_t id,
                                              const std::string& model = {});

    store::Database& m_database;
    std::filesystem::path m_folder;
};

}  // namespace saysee::library
