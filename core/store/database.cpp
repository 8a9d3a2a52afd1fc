#include "core/store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstring>
#include <sqlite3.h>

namespace saysee::store {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

// What an SQLite result code means to a person who owns `file`.
tl::unexpected<base::Error> failure(int code, const std::string& file, const char* text)
{
    const std::string detail = "SQLite " + std::to_string(code) + ": " + text;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(ErrorCode::Busy, "Another program is writing to " + file + "; try again in a moment.", detail);
    case SQLITE_FULL:
        return fail(ErrorCode::Io, "The disk is full: nothing more can be written to " + file + ".", detail);
    case SQLITE_READONLY:
        return fail(ErrorCode::Io, file + " is read-only; nothing was changed.", detail);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return fail(ErrorCode::Io, "Cannot open " + file + "; check that it exists and may be read.", detail);
    case SQLITE_IOERR:
        return fail(ErrorCode::Io, "Reading or writing " + file + " failed; check the disk and its free space.",
                    detail);
    case SQLITE_NOTADB:
        return fail(ErrorCode::Corrupt, file + " is not a database; move it away or choose another folder.", detail);
    case SQLITE_CORRUPT:
        return fail(ErrorCode::Corrupt, file + " is damaged; restore it from its backups folder.", detail);
    case SQLITE_NOMEM:
        return fail(ErrorCode::OutOfMemory, "Not enough memory to work on " + file + ".", detail);
    case SQLITE_INTERRUPT:
        return fail(ErrorCode::Cancelled, "Stopped.", detail);
    default:
        return fail(ErrorCode::Internal, "The database refused a statement on " + file + ".", detail);
    }
}

// Runs `work`; SQLiteCpp's exceptions become errors.
template <class Work>
auto guarded(const std::string& file, Work&& work) -> Result<decltype(work())>
{
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SQLite::Exception& problem) {
        return failure(problem.getErrorCode(), file, problem.what());
    } catch (const std::bad_alloc&) {
        return failure(SQLITE_NOMEM, file, "out of memory");
    }
}

// SQLite's URI form: everything but unreserved characters percent-encoded.
std::string readOnlyUri(const std::filesystem::path& file)
{
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (std::isalnum(static_cast<unsigned char>(c)) || std::strchr("/-._~", c) != nullptr) {
            uri += c;
        } else {
            uri += '%';
            uri += kHex[static_cast<unsigned char>(c) >> 4U];
            uri += kHex[static_cast<unsigned char>(c) & 15U];
        }
    }
    return uri + "?immutable=1";
}

// What was committed but stands only in the log yet.
bool hasLog(const std::filesystem::path& file)
{
    std::error_code absent;
    const auto size = std::filesystem::file_size(file.string() + "-wal", absent);
    return !absent && size > 0;
}

// By its mode, for whoever it is.
bool isWriteProtected(const std::filesystem::path& file)
{
    using std::filesystem::perms;
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    constexpr perms kAnyWriting = perms::owner_write | perms::group_write | perms::others_write;
    return std::filesystem::exists(status) && (status.permissions() & kAnyWriting) == perms::none;
}

}  // namespace

struct Database::Impl {
    std::unique_ptr<SQLite::Database> connection;
    std::filesystem::path path;
    std::string name;  // of the file, for messages
    OpenMode mode = OpenMode::ReadWrite;
    int depth = 0;  // of nested transactions

    [[nodiscard]] Status execute(const std::string& sql)
    {
        return guarded(name, [&] { connection->exec(sql); });
    }
};

struct Statement::Impl {
    SQLite::Statement statement;
    std::string file;
    std::optional<base::Error> failedBind;
};

Statement::Statement(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() = default;

namespace {

void bindOne(SQLite::Statement& statement, int index, const Value& value)
{
    std::visit(
        [&](const auto& content) {
            using T = std::decay_t<decltype(content)>;
            if constexpr (std::is_same_v<T, std::monostate>) {
                statement.bind(index);
            } else if constexpr (std::is_same_v<T, std::string_view>) {
                statement.bind(index, std::string(content));
            } else if constexpr (std::is_same_v<T, Blob>) {
                // A null pointer would bind NULL where an empty blob is meant.
                const void* data = content.bytes.empty() ? "" : static_cast<const void*>(content.bytes.data());
                statement.bind(index, data, static_cast<int>(content.bytes.size()));
            } else {
                statement.bind(index, content);
            }
        },
        value.variant());
}

}  // namespace

Statement& Statement::bind(std::span<const Value> values)
{
    auto& statement = m_impl->statement;
    m_impl->failedBind.reset();
    statement.tryReset();
    const auto bound = guarded(m_impl->file, [&] {
        int index = 0;
        for (const Value& value : values)
            bindOne(statement, ++index, value);
    });
    if (!bound)
        m_impl->failedBind = bound.error();
    else if (static_cast<int>(values.size()) != statement.getBindParameterCount())
        m_impl->failedBind = base::Error {
            ErrorCode::Internal, "A database statement was given the wrong number of values.", statement.getQuery()};
    return *this;
}

Result<bool> Statement::next()
{
    if (m_impl->failedBind)
        return tl::unexpected(*m_impl->failedBind);
    return guarded(m_impl->file, [&] { return m_impl->statement.executeStep(); });
}

Status Statement::run()
{
    if (m_impl->failedBind)
        return tl::unexpected(*m_impl->failedBind);
    const auto finished = guarded(m_impl->file, [&] {
        while (m_impl->statement.executeStep()) { }
    });
    m_impl->statement.tryReset();  // releases the read lock also after a failure
    return finished;
}

bool Statement::isNull(int column) const { return m_impl->statement.getColumn(column).isNull(); }
std::int64_t Statement::integer(int column) const { return m_impl->statement.getColumn(column).getInt64(); }
double Statement::real(int column) const { return m_impl->statement.getColumn(column).getDouble(); }

std::string Statement::text(int column) const
{
    const auto bytes = blob(column);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const std::byte> Statement::blob(int column) const
{
    const SQLite::Column cell = m_impl->statement.getColumn(column);
    const void* data = cell.getBlob();  // before getBytes: it may convert
    return {static_cast<const std::byte*>(data), data == nullptr ? 0 : static_cast<std::size_t>(cell.getBytes())};
}

std::optional<std::int64_t> Statement::integerIfAny(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<double> Statement::realIfAny(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(real(column));
}

Database::Database(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& file, OpenMode mode,
                                std::chrono::milliseconds busyTimeout)
{
    auto impl = std::make_unique<Impl>();
    impl->path = file;
    impl->name = file.string();
    impl->mode = mode;
    const int timeout = static_cast<int>(busyTimeout.count());
    const auto connect = [&](const std::string& name, int flags) {
        impl->connection = std::make_unique<SQLite::Database>(name, flags, timeout);
        // Settings of the connection, not of the file; foreign keys cannot be switched inside a transaction.
        impl->connection->exec("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL;"
                               "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
    };
    if (mode == OpenMode::ReadWrite) {
        SAYSEE_TRY(guarded(impl->name, [&] { connect(impl->name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE); }));
        if (sqlite3_db_readonly(impl->connection->getHandle(), "main") == 1)
            return failure(SQLITE_READONLY, impl->name, "opened read-only");
        return Database(std::move(impl));
    }
    const auto connectImmutably = [&] {
        return guarded(impl->name, [&] { connect(readOnlyUri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI); });
    };
    // A reader of a database in WAL mode needs a log and a shared-memory file beside it, and makes them with the
    // rights of the database's file. Of a write-protected file they would stay behind and keep out the next writer;
    // in some folders they cannot be made. Without a log the file alone is the whole truth then: read it as
    // immutable.
    const bool logged = hasLog(file);
    if (!logged && isWriteProtected(file)) {
        SAYSEE_TRY(connectImmutably());
        return Database(std::move(impl));
    }
    const auto opened = guarded(impl->name, [&] {
        connect(impl->name, SQLite::OPEN_READONLY);
        impl->connection->execAndGet("SELECT count(*) FROM sqlite_master");
    });
    if (!opened && opened.error().code == ErrorCode::Io && std::filesystem::exists(file) && !logged)
        SAYSEE_TRY(connectImmutably());
    else if (!opened)
        return tl::unexpected(opened.error());
    return Database(std::move(impl));
}

Result<Statement> Database::prepare(std::string_view sql)
{
    return guarded(m_impl->name, [&] {
        return Statement(std::unique_ptr<Statement::Impl>(
            new Statement::Impl {SQLite::Statement(*m_impl->connection, std::string(sql)), m_impl->name, {}}));
    });
}

Status Database::execute(std::string_view sql) { return m_impl->execute(std::string(sql)); }

Result<std::int64_t> Database::integer(std::string_view sql, std::initializer_list<Value> values)
{
    SAYSEE_ASSIGN(Statement statement, prepare(sql));
    SAYSEE_ASSIGN(const bool found, statement.bind(values).next());
    if (!found)
        return 0;
    const std::int64_t value = statement.integer(0);
    SAYSEE_TRY(statement.next());  // a statement that changes something is finished by its last step only
    return value;
}

std::int64_t Database::lastInsertId() const { return m_impl->connection->getLastInsertRowid(); }
std::int64_t Database::changedRows() const { return m_impl->connection->getChanges(); }
const std::filesystem::path& Database::file() const { return m_impl->path; }
OpenMode Database::mode() const { return m_impl->mode; }

Result<Transaction> Transaction::begin(Database& database, TransactionKind kind)
{
    auto& impl = *database.m_impl;
    const std::string sql = impl.depth > 0 ? "SAVEPOINT inner" + std::to_string(impl.depth)
        : kind == TransactionKind::Write   ? "BEGIN IMMEDIATE"
                                           : "BEGIN";
    SAYSEE_TRY(impl.execute(sql));
    return Transaction(database, impl.depth++);
}

Transaction::Transaction(Database& database, int depth) : m_database(database.m_impl.get()), m_depth(depth) { }

Transaction::Transaction(Transaction&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr)), m_depth(other.m_depth)
{
}

Transaction::~Transaction()
{
    if (m_database == nullptr)
        return;
    m_database->depth = m_depth;
    const std::string name = "inner" + std::to_string(m_depth);
    // SQLite rolls back by itself when the disk is full or fails; then there is nothing left to undo.
    if (sqlite3_get_autocommit(m_database->connection->getHandle()) == 0)
        static_cast<void>(
            m_database->execute(m_depth > 0 ? "ROLLBACK TO " + name + "; RELEASE " + name : "ROLLBACK"));
}

Status Transaction::commit()
{
    if (m_database == nullptr)
        return fail(ErrorCode::Internal, "A database transaction was committed twice.");
    SAYSEE_TRY(m_database->execute(m_depth > 0 ? "RELEASE inner" + std::to_string(m_depth) : "COMMIT"));
    m_database->depth = m_depth;
    m_database = nullptr;
    return {};
}

}  // namespace saysee::store
