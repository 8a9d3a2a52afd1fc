// Where threads meet Qt: answers of the core's workers reach the window's thread here and nowhere else.
#pragma once

#include "core/session/session.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <functional>
#include <memory>

namespace saysee::ui {

// Lives on the GUI thread and outlives the session and the recorder.
class Bridge : public QObject {
    Q_OBJECT

public:
    explicit Bridge(QObject* parent = nullptr) : QObject(parent) { m_aside.setMaxThreadCount(2); }
    ~Bridge() override { m_aside.waitForDone(); }

    // A Deliver that may be called on any thread: `consume` runs later on the GUI thread, unless `consumer` is gone
    // by then. Call on the GUI thread.
    template <class T>
    session::Deliver<T> to(QObject* consumer, std::function<void(base::Result<T>)> consume)
    {
        return [this, alive = QPointer<QObject>(consumer), consume = std::move(consume)](base::Result<T> answer) {
            // std::function needs copies: the answer travels in a shared holder.
            auto holder = std::make_shared<base::Result<T>>(std::move(answer));
            QMetaObject::invokeMethod(
                this,
                [alive, consume, holder] {
                    if (!alive.isNull())
                        consume(std::move(*holder));
                },
                Qt::QueuedConnection);
        };
    }

    // Runs `job` on a thread beside everything else: files that are read once, nothing of the library or the model.
    template <class T>
    void aside(std::function<base::Result<T>()> job, QObject* consumer, std::function<void(base::Result<T>)> consume)
    {
        m_aside.start([job = std::move(job), deliver = to<T>(consumer, std::move(consume))] {
            deliver(base::withoutExceptions(job));
        });
    }

private:
    QThreadPool m_aside;
};

}  // namespace saysee::ui
