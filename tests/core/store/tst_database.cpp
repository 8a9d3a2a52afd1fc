#include "core/store/database.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace saysee;
using namespace saysee::store;

class TstDatabase : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path file() const { return std::filesystem::path(m_folder->path().toStdString()) / "a b%#?.db"; }

    static Database opened(const std::filesystem::path& path, OpenMode mode = OpenMode::ReadWrite)
    {
        auto database = Database::open(path, mode, std::chrono::milliseconds(50));
        if (!database)
            qFatal("%s", database.error().message.c_str());
        return std::move(*database);
    }

    static void check(const base::Status& status)
    {
        if (!status)
            qFatal("%s (%s)", status.error().message.c_str(), status.error().detail.c_str());
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void values_comeBackAsTheyWere()
    {
        Database database = opened(file());
        check(database.execute("CREATE TABLE t (i INTEGER, r REAL, t TEXT, b BLOB, n TEXT) STRICT"));
        const std::string bytes("\xff\0x", 3);
        Statement insert = database.prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)").value();
        check(insert.bind({1LL << 62, 0.5, "one'; DROP", Blob(bytes), std::optional<std::string>()}).run());
        check(insert.bind({-1, 2.0, "", Blob(std::string_view()), "x"}).run());

        Statement select = database.prepare("SELECT i, r, t, b, n FROM t ORDER BY rowid").value();
        QVERIFY(select.next().value());
        QCOMPARE(select.integer(0), std::int64_t(1) << 62);
        QCOMPARE(select.real(1), 0.5);
        QCOMPARE(select.text(2), std::string("one'; DROP"));
        QCOMPARE(select.text(3), bytes);
        QVERIFY(select.isNull(4));
        QVERIFY(!select.integerIfAny(4));
        QVERIFY(select.next().value());
        QVERIFY(!select.isNull(3));  // an empty blob is not NULL
        QCOMPARE(select.blob(3).size(), std::size_t(0));
        QVERIFY(!select.next().value());
    }

    void wrongStatements_areErrorsNotExceptions()
    {
        Database database = opened(file());
        QCOMPARE(database.execute("NONSENSE").error().code, base::ErrorCode::Internal);
        QCOMPARE(database.prepare("SELECT * FROM absent").error().code, base::ErrorCode::Internal);
        Statement two = database.prepare("SELECT ?, ?").value();
        QCOMPARE(two.bind({1}).next().error().code, base::ErrorCode::Internal);
        QCOMPARE(two.bind({1, 2, 3}).run().error().code, base::ErrorCode::Internal);
        QVERIFY(two.bind({1, 2}).next().value());  // and the statement is still usable
    }

    void foreignKeys_areEnforced()
    {
        Database database = opened(file());
        check(database.execute("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a)"));
        QVERIFY(!database.execute("INSERT INTO b VALUES (7)"));
    }

    void transaction_isUndoneUnlessCommitted()
    {
        Database database = opened(file());
        check(database.execute("CREATE TABLE t (i)"));
        {
            auto transaction = Transaction::begin(database);
            QVERIFY(transaction.has_value());
            check(database.execute("INSERT INTO t VALUES (1)"));
        }
        QCOMPARE(database.integer("SELECT count(*) FROM t").value(), std::int64_t(0));
        {
            auto outer = Transaction::begin(database).value();
            check(database.execute("INSERT INTO t VALUES (1)"));
            {
                auto undone = Transaction::begin(database).value();
                check(database.execute("INSERT INTO t VALUES (2)"));
            }
            auto kept = Transaction::begin(database).value();
            check(database.execute("INSERT INTO t VALUES (3)"));
            check(kept.commit());
            check(outer.commit());
            QCOMPARE(outer.commit().error().code, base::ErrorCode::Internal);
        }
        QCOMPARE(database.integer("SELECT sum(i) FROM t").value(), std::int64_t(4));
    }

    void secondWriter_isToldToWait_readersAreNot()
    {
        Database first = opened(file());
        check(first.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (i)"));
        Database second = opened(file());
        Database reader = opened(file(), OpenMode::ReadOnly);
        auto writing = Transaction::begin(first).value();
        check(first.execute("INSERT INTO t VALUES (1)"));
        QCOMPARE(Transaction::begin(second).error().code, base::ErrorCode::Busy);
        QCOMPARE(reader.integer("SELECT count(*) FROM t").value(), std::int64_t(0));
        check(writing.commit());
        QVERIFY(Transaction::begin(second).has_value());
        QCOMPARE(reader.execute("INSERT INTO t VALUES (2)").error().code, base::ErrorCode::Io);
    }

    // In a child process, as the limit holds for all files and a write beyond it raises a signal.
    void fullDisk_isOneSentence_andNothingIsHalfWritten()
    {
        {
            Database database = opened(file());
            check(database.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (b BLOB)"));
        }
        const pid_t child = ::fork();
        if (child == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit {200'000, 200'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            Database database = opened(file());
            auto transaction = Transaction::begin(database);
            base::Status status = database.execute("INSERT INTO t VALUES (randomblob(10000))");
            for (int i = 0; i < 100 && status; ++i)
                status = database.execute("INSERT INTO t SELECT b FROM t LIMIT 20");
            if (status)
                status = transaction->commit();
            ::_exit(!status && status.error().code == base::ErrorCode::Io ? 0 : 1);
        }
        int result = -1;
        ::waitpid(child, &result, 0);
        QCOMPARE(result, 0);
        Database database = opened(file());
        QCOMPARE(database.integer("SELECT count(*) FROM t").value(), std::int64_t(0));
    }

    // Needs somebody without root's rights to be refused.
    void readOnlyFolder_isReadAndSaysWhyNotWritten()
    {
        if (::geteuid() != 0)
            QSKIP("needs root, to become somebody without rights");
        {
            Database database = opened(file());
            check(database.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (i); INSERT INTO t VALUES (5)"));
        }
        std::filesystem::permissions(file(), std::filesystem::perms(0444));
        std::filesystem::permissions(file().parent_path(), std::filesystem::perms(0555));
        const pid_t child = ::fork();
        if (child == 0) {
            if (::setuid(65534) != 0)
                ::_exit(9);
            const auto writable = Database::open(file(), OpenMode::ReadWrite);
            if (writable || writable.error().code != base::ErrorCode::Io)
                ::_exit(1);
            auto readable = Database::open(file(), OpenMode::ReadOnly);
            ::_exit(readable && readable->integer("SELECT i FROM t").value_or(0) == 5 ? 0 : 2);
        }
        int result = -1;
        ::waitpid(child, &result, 0);
        std::filesystem::permissions(file().parent_path(), std::filesystem::perms(0755));
        QCOMPARE(WEXITSTATUS(result), 0);
    }

    // What a reader leaves behind must not keep out the writer who comes when the file may be written again.
    void writeProtectedFile_isReadWithoutATrace()
    {
        {
            Database database = opened(file());
            check(database.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (i); INSERT INTO t VALUES (5)"));
        }
        std::filesystem::permissions(file(), std::filesystem::perms(0444));
        {
            Database reader = opened(file(), OpenMode::ReadOnly);
            QCOMPARE(reader.integer("SELECT i FROM t").value(), std::int64_t(5));
            QCOMPARE(reader.execute("INSERT INTO t VALUES (6)").error().code, base::ErrorCode::Io);
        }
        for (const char* beside : {"-wal", "-shm"})
            QVERIFY2(!std::filesystem::exists(file().string() + beside), beside);
        std::filesystem::permissions(file(), std::filesystem::perms(0644));
        Database writer = opened(file());
        check(writer.execute("INSERT INTO t VALUES (6)"));
        // With a log, write-protected or not, the log counts.
        std::filesystem::permissions(file(), std::filesystem::perms(0444));
        Database reader = opened(file(), OpenMode::ReadOnly);
        QCOMPARE(reader.integer("SELECT count(*) FROM t").value(), std::int64_t(2));
    }
};

QTEST_GUILESS_MAIN(TstDatabase)
#include "tst_database.moc"
