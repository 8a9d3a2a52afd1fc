// SQLite behind a small door: connections, statements and transactions whose failures are values.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace saysee::store {

enum class OpenMode { ReadWrite, ReadOnly };

// Bytes that are not text: hashes, vectors, file names that may not be UTF-8. Does not own them.
struct Blob {
    std::span<const std::byte> bytes;

    explicit Blob(std::span<const std::byte> view) : bytes(view) { }
    explicit Blob(std::string_view text) : bytes(std::as_bytes(std::span(text.data(), text.size()))) { }
};

// What a parameter of a statement may be. Does not own; binding copies it.
class Value {
public:
    Value(std::nullptr_t) { }
    template <std::integral T>
    Value(T number) : m_value(static_cast<std::int64_t>(number))
    {
    }
    Value(double number) : m_value(number) { }
    Value(std::string_view text) : m_value(text) { }
    Value(const std::string& text) : m_value(std::string_view(text)) { }
    Value(const char* text) : m_value(std::string_view(text)) { }
    Value(Blob blob) : m_value(blob) { }
    template <class T>
    Value(const std::optional<T>& value) : Value(value ? Value(*value) : Value(nullptr))
    {
    }

    [[nodiscard]] const auto& variant() const { return m_value; }

private:
    std::variant<std::monostate, std::int64_t, double, std::string_view, Blob> m_value;
};

// A prepared statement. next() moves to the next row; columns count from 0.
// A failed bind is kept and reported by the next call of next() or run().
// Threading: as its Database. Lifetime: must not outlive its Database.
class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;
    ~Statement();

    // Starts over with these parameters, in the order of the `?` in the statement; all must be given.
    Statement& bind(std::span<const Value> values);
    Statement& bind(std::initializer_list<Value> values) { return bind(std::span(values.begin(), values.size())); }

    base::Result<bool> next();  // true: a row is there
    base::Status run();  // steps to the end; rows are dropped

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;  // 0 for NULL
    [[nodiscard]] double real(int column) const;  // 0 for NULL
    [[nodiscard]] std::string text(int column) const;  // the bytes of a text or a blob; empty for NULL
    [[nodiscard]] std::span<const std::byte> blob(int column) const;  // until the next call of next()
    [[nodiscard]] std::optional<std::int64_t> integerIfAny(int column) const;
    [[nodiscard]] std::optional<double> realIfAny(int column) const;

private:
    friend class Database;
    struct Impl;
    explicit Statement(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

// One connection: foreign keys enforced, untrusted schema, full synchronisation, waiting up to the busy timeout.
// Threading: one thread at a time. Open another connection for another thread.
// Errors: Busy (another writer), Io (disk full, read-only, vanished), Corrupt, Internal (a wrong statement).
class Database {
public:
    // ReadWrite creates the file when it is absent. ReadOnly also opens files in folders that cannot be written.
    // Does not look into the file: openLibraryDatabase (schema.h) does.
    static base::Result<Database> open(const std::filesystem::path& file, OpenMode mode,
                                       std::chrono::milliseconds busyTimeout = std::chrono::seconds(10));
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    [[nodiscard]] base::Result<Statement> prepare(std::string_view sql);
    base::Status execute(std::string_view sql);  // any number of statements without parameters

    // The first column of the only row; 0 when there is none.
    [[nodiscard]] base::Result<std::int64_t> integer(std::string_view sql, std::initializer_list<Value> values = {});
    [[nodiscard]] std::int64_t lastInsertId() const;
    [[nodiscard]] std::int64_t changedRows() const;  // by the last statement

    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] OpenMode mode() const;

private:
    friend class Transaction;
    struct Impl;
    explicit Database(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

// Write takes the writer's lock at once, so that it cannot fail half-way because somebody else wrote.
// Read sees one state of the database until it ends; keep it short, it holds back the log's clean-up.
enum class TransactionKind { Write, Read };

// Rolled back unless committed. Inside another transaction it becomes a savepoint of that one.
// Lifetime: must not outlive its Database; inner ones end before outer ones.
class Transaction {
public:
    static base::Result<Transaction> begin(Database& database, TransactionKind kind = TransactionKind::Write);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    base::Status commit();

private:
    Transaction(Database& database, int depth);

    Database::Impl* m_database;  // null once ended
    int m_depth;  // 0: outermost
};

}  // namespace saysee::store
