#include "core/library/versions.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/store/database.h"

#include <ctime>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using base::VersionId;
using store::Transaction;

namespace {

constexpr int kKept = 0;
constexpr int kInUse = 1;

// What stands in the database was written by this program; a row that does not parse shows as an empty object.
nlohmann::json parsed(const std::string& text)
{
    auto json = nlohmann::json::parse(text, nullptr, false);
    return json.is_object() ? json : nlohmann::json::object();
}

Version readVersion(const store::Statement& row, const std::filesystem::path& folder)
{
    Version version;
    version.id = VersionId {row.integer(0)};
    version.name = row.text(1);
    if (const auto parent = row.integerIfAny(2))
        version.parent = VersionId {*parent};
    version.pack = row.text(3);
    version.model = {row.text(4)};
    version.file = folder / row.text(5);
    version.dataHash = row.text(6);
    version.settings = parsed(row.text(7));
    version.metrics = parsed(row.text(8));
    version.inUse = row.integer(9) == kInUse;
    version.reason = row.text(10);
    version.createdAt = row.integer(11);
    return version;
}

Status checkName(const std::string& name)
{
    if (name.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(ErrorCode::InvalidArgument, "A version needs a name.");
    return {};
}

auto unknown(VersionId version)
{
    return fail(ErrorCode::NotFound, "There is no version with the number " + std::to_string(version.value) + ".");
}

}  // namespace

Result<VersionId> Versions::add(const Version& version, const std::filesystem::path& file)
{
    SAYSEE_TRY(checkName(version.name));
    SAYSEE_ASSIGN(const std::string content, base::readFile(file));
    const std::string name = base::sha256(content).substr(0, 32) + ".safetensors";
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    SAYSEE_TRY(base::writeFileAtomically(m_folder / name, content));

    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    SAYSEE_ASSIGN(const std::int64_t known, m_database.integer("SELECT id FROM versions WHERE file = ?", {name}));
    if (known != 0)
        return VersionId {known};
    SAYSEE_ASSIGN(auto insert,
                  m_database.prepare("INSERT INTO versions (name, parent_id, pack, query_space, file, data_hash, "
                                     "settings, metrics, state, reason, created_at) "
                                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    const auto parent = version.parent ? std::optional(version.parent->value) : std::nullopt;
    const std::int64_t created = version.createdAt != 0 ? version.createdAt : std::time(nullptr);
    SAYSEE_TRY(insert
                   .bind({version.name, parent, version.pack, version.model.value, name, version.dataHash,
                          version.settings.dump(), version.metrics.dump(), kKept, version.reason, created})
                   .run());
    const VersionId id {m_database.lastInsertId()};
    SAYSEE_TRY(transaction.commit());
    return id;
}

Status Versions::remove(VersionId id)
{
    SAYSEE_ASSIGN(const Version version, get(id));
    SAYSEE_ASSIGN(auto erase, m_database.prepare("DELETE FROM versions WHERE id = ?"));
    SAYSEE_TRY(erase.bind({id.value}).run());
    std::error_code ignored;
    std::filesystem::remove(version.file, ignored);
    return {};
}

Status Versions::rename(VersionId id, const std::string& name)
{
    SAYSEE_TRY(checkName(name));
    SAYSEE_ASSIGN(auto update, m_database.prepare("UPDATE versions SET name = ? WHERE id = ?"));
    SAYSEE_TRY(update.bind({name, id.value}).run());
    if (m_database.changedRows() == 0)
        return unknown(id);
    return {};
}

Status Versions::use(VersionId id)
{
    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    SAYSEE_ASSIGN(const Version version, get(id));
    SAYSEE_TRY(useNone(version.model));
    SAYSEE_ASSIGN(auto update, m_database.prepare("UPDATE versions SET state = ? WHERE id = ?"));
    SAYSEE_TRY(update.bind({kInUse, id.value}).run());
    return transaction.commit();
}

Status Versions::useNone(const base::SpaceId& model)
{
    SAYSEE_ASSIGN(auto update,
                  m_database.prepare("UPDATE versions SET state = ? WHERE query_space = ? AND state = ?"));
    return update.bind({kKept, model.value, kInUse}).run();
}

Result<std::vector<Version>> Versions::select(const std::string& condition, std::int64_t id, const std::string& model)
{
    SAYSEE_ASSIGN(auto rows,
                  m_database.prepare("SELECT id, name, parent_id, pack, query_space, file, data_hash, settings, "
                                     "metrics, state, reason, created_at FROM versions WHERE "
                                     + condition + " ORDER BY id"));
    rows.bind({id, model});
    std::vector<Version> versions;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return versions;
        versions.push_back(readVersion(rows, m_folder));
    }
}

Result<Version> Versions::get(VersionId id)
{
    SAYSEE_ASSIGN(auto found, select("id = ?1 AND ?2 = ''", id.value));
    if (found.empty())
        return unknown(id);
    return std::move(found.front());
}

Result<std::vector<Version>> Versions::list() { return select("?1 = 0 AND ?2 = ''", 0); }

Result<std::optional<Version>> Versions::inUse(const base::SpaceId& model)
{
    SAYSEE_ASSIGN(auto found, select("state = ?1 AND query_space = ?2", kInUse, model.value));
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

}  // namespace saysee::library
