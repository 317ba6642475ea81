//! Counts of what is mapped, judged and open, below the article.

use egui::{self, RichText, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::{
    judge::Judged,
    project::ids::{FindingId, Handle},
    ui::{
        state::{
            State,
            action::{Action, ReviewAction, Tab},
        },
        widgets::theme,
    },
};

/// How high the part below the article is, in points.
pub fn height(state: &State) -> f32 {
    if is_reviewed(state) { 66.0 } else { 44.0 }
}

/// Whether anything was found that had, or has, to be judged.
fn is_reviewed(state: &State) -> bool {
    let judged = state.document.judged();
    judged.is_some_and(|judged| !judged.open().is_empty() || judged.dismissed() > 0)
}

/// How much of what the article names is on the map.
pub fn coverage(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let coverage = state.document.mentions().coverage();
    if is_reviewed(state) {
        meter(ui, state, actions);
        reasons(ui, state, actions);
        return;
    }
    let total = coverage.mapped() + coverage.not_mapped();
    if total == 0 {
        ui.label(theme::muted(
            ui.ctx(),
            "No words of this article lead to the map yet.",
        ));
        return;
    }
    let plural = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    let mapped = format!(
        "{} and {} on the map",
        plural(coverage.names, "name", "names"),
        plural(coverage.figures, "figure", "figures"),
    );
    ui.label(theme::muted(ui.ctx(), mapped)).on_hover_text(format!(
        "Counted in the article: {} of places, {} of them used for those who act; {}; {} with claims.",
        plural(coverage.names, "name", "names"),
        coverage.actors,
        plural(coverage.figures, "figure", "figures"),
        plural(coverage.phrases, "phrase", "phrases"),
    ));
    reasons(ui, state, actions);
}

/// The way to the list of what is not on the map; where that is in sight, to its first entry.
fn reasons(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let count = state.document.mentions().coverage().not_mapped();
    if count == 0 {
        return;
    }
    let rest = format!("{count} not on the map, and why");
    let listed = state.document.project().unmapped().ids().next();
    let wide = ui.ctx().content_rect().width() >= theme::NARROW;
    let in_sight = state.selected.is_none() && wide && state.settings.side_open;
    let (hint, handle) = match listed {
        Some(first) if in_sight => ("Go to the first of them", Some(Handle::Unmapped(first))),
        _ => ("Open the list of them", None),
    };
    if link(ui, &rest).on_hover_text(hint).clicked() {
        actions.push(Action::Select(handle));
        actions.push(Action::ShowUnmapped);
    }
}

fn link(ui: &mut Ui, text: &str) -> egui::Response {
    ui.add(egui::Link::new(RichText::new(text).size(theme::SMALL)))
}

/// The suggestion that follows the selected one in the review list, or the first.
fn next_open(state: &State) -> Option<FindingId> {
    let judged = state.document.judged()?;
    let after = |selected: FindingId| {
        let row = judged.row_of(selected)?;
        let mut rest = judged.group(row)?.iter().skip_while(|one| *one != selected);
        rest.next();
        rest.next().or_else(|| judged.group(row + 1)?.first())
    };
    state
        .selected_finding()
        .and_then(after)
        .or_else(|| judged.group(0)?.first())
}

/// One bar: what is on the map, what stays off it, what is dismissed, and what is open.
fn meter(ui: &mut Ui, state: &State, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui.ctx());
    let coverage = state.document.mentions().coverage();
    let dismissed = state.document.judged().map_or(0, Judged::dismissed);
    let parts = [
        (coverage.mapped(), palette.accent),
        (coverage.not_mapped(), palette.muted),
        (dismissed, palette.hairline),
    ];
    let open = state.document.suggestions().len();
    let all: usize = parts.iter().map(|(count, _)| count).sum::<usize>() + open;
    let words = format!(
        "{} mapped · {} not on the map · {} dismissed · {open} open",
        parts[0].0, parts[1].0, parts[2].0
    );
    let size = vec2(ui.available_width(), theme::METER_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let label = format!("Reviewed: {words}");
        WidgetInfo::labeled(egui::Role::ProgressIndicator, true, label)
    });
    let stroke = Stroke::new(1.0, palette.border);
    let painter = ui.painter();
    let mut left = rect.left();
    for (count, color) in parts {
        #[expect(clippy::cast_precision_loss, reason = "counts of mentions")]
        let width = rect.width() * count as f32 / all.max(1) as f32;
        let mut part = rect;
        part.set_left(left);
        part.set_width(width);
        painter.rect_filled(part, 0.0, color);
        left += width;
    }
    painter.rect_stroke(rect, 2.0, stroke, egui::StrokeKind::Outside);
    let short = format!(
        "{} mapped · {} dismissed · {open} open",
        parts[0].0, parts[2].0
    );
    let Some(next) = next_open(state) else {
        ui.label(theme::muted(ui.ctx(), short));
        return;
    };
    if link(ui, &short)
        .on_hover_text("Go on with the next in the review list")
        .clicked()
    {
        actions.push(Action::SetTab(Tab::Review));
        actions.push(Action::Review(ReviewAction::Select(next)));
        if state.narrow_tab.is_some() {
            actions.push(Action::SetNarrowTab(Some(Tab::Inspector)));
        }
    }
}
