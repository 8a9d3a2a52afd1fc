#include "ui/panels/search/search_panel.h"

#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/item_models/result_model.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace saysee::ui {

SearchPanel::SearchPanel(PanelContext& context)
    : m_context(context), m_text(new QLineEdit), m_results(new ResultModel(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->addWidget(m_text);
    m_text->setAccessibleName(tr("Search text"));
    m_text->setPlaceholderText(tr("What do you remember?"));
    auto* list = new QListView;
    list->setModel(m_results);
    list->setAccessibleName(tr("Photos found"));
    column->addWidget(list, 1);
    setFocusProxy(m_text);
    connect(m_text, &QLineEdit::returnPressed, this, &SearchPanel::search);
}

void SearchPanel::search()
{
    session::QueryInput input;
    input.texts.push_back({fromQt(m_text->text()), 1});
    m_context.session.ask<session::QueryAnswer>(
        [input](session::Workspace& workspace, const base::TaskContext& task) {
            return workspace.search(input, task);
        },
        m_context.bridge.to<session::QueryAnswer>(this, [this](base::Result<session::QueryAnswer> answer) {
            if (answer)
                m_results->setAnswer(std::move(answer->answer));
            else
                Q_EMIT m_context.bus.statusMessage(errorText(answer.error()).sentence);
        }));
}

}  // namespace saysee::ui
