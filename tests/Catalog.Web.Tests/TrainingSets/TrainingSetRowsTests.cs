using Catalog.Definitions;
using Catalog.Web.Tests.Portal;
using Catalog.Web.TrainingSets;
using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Tests.TrainingSets;

/// <summary>Training sets without a file, and divided ones, as the form makes them.</summary>
public sealed class TrainingSetRowsTests(ShopCatalogue shop)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 30, 5, 700, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_AllKeysAtATime_HasARowForEach()
    {
        using var draft = await DraftAsync("view:last_line");
        draft.Rename("all-keys");
        draft.Edit(() => draft.Rows.Take(RowsFrom.Keys, Now));

        Assert.Equal(("2026-11-20T12:30:05Z", 0), (draft.Rows.TextAt(TrainingSetPart.AsOf), draft.ToDo.Count));
        Assert.Equal(["customer", "event_timestamp"], draft.RowColumns.Select(static column => column.Name));
        Type(draft, TrainingSetPart.AsOf, "2100-01-01T00:00:00Z");
        var made = await EndAsync(await draft.CreateAsync(Token));

        Assert.Equal((TrainingSetState.Completed, 7, "all keys at 2100-01-01T00:00:00Z"), (made.State, made.RowCount, made.Definition.FrameName));
    }

    [Fact]
    public async Task CreateAsync_AllRowsOfAView_AreThoseOfTheRange()
    {
        using var draft = await DraftAsync("view:last_line");
        draft.Edit(() => draft.Rows.Take(RowsFrom.View, Now));
        Assert.Equal("last_line", draft.Rows.TextAt(TrainingSetPart.View));
        Type(draft, TrainingSetPart.Start, "2000-01-01");
        Type(draft, TrainingSetPart.End, "2100-01-01");

        var made = await EndAsync(await draft.CreateAsync(Token));

        Assert.Equal((TrainingSetState.Completed, ShopCatalogue.Lines - ShopCatalogue.Refused), (made.State, made.RowCount));
        Assert.Equal("last_line", made.Definition.Range!.View);
    }

    [Fact]
    public async Task ErrorsAt_Range_StandAtTheFieldThatHasToChange()
    {
        using var draft = await DraftAsync("view:last_line");
        draft.Edit(() => draft.Rows.Take(RowsFrom.View, Now));
        Assert.Equal((1, TrainingSetPart.Start, false), (draft.ToDo.Count, draft.FirstError, draft.IsAskable));
        Assert.Empty(draft.ErrorsAt(TrainingSetPart.Start));

        Assert.Null(await draft.CreateAsync(Token));
        Assert.Contains("from which event time", Assert.Single(draft.ErrorsAt(TrainingSetPart.Start)), StringComparison.Ordinal);

        Type(draft, TrainingSetPart.Start, "20.11.2026 13:00");
        var (label, press) = Assert.Single(draft.FixesAt(TrainingSetPart.Start));
        Assert.Equal("2026-11-20T13:00:00Z", label);
        press();
        Assert.Contains("is not after", Assert.Single(draft.ErrorsAt(TrainingSetPart.End)), StringComparison.Ordinal);

        Type(draft, TrainingSetPart.View, "gone");
        Type(draft, TrainingSetPart.End, "2026-11-21T00:00:00Z");
        Assert.Contains("'gone'", Assert.Single(draft.ErrorsAt(TrainingSetPart.View)), StringComparison.Ordinal);
        draft.Choose(draft.Subject);
        Assert.Empty(draft.ToDo);
    }

    [Fact]
    public async Task ErrorsAt_RequestValue_SaysThatARangeHasNone()
    {
        using var draft = await DraftAsync("view:line_check");
        draft.Edit(() => draft.Rows.Take(RowsFrom.Keys, Now));

        Assert.Contains("'asked_price'", Assert.Single(draft.ErrorsAt(TrainingSetPart.AsOf)), StringComparison.Ordinal);
        draft.Edit(() => draft.Rows.Take(RowsFrom.Frame, Now));
        Assert.Equal((1, TrainingSetPart.Frame), (draft.ToDo.Count, draft.FirstError));
    }

    [Fact]
    public async Task Timestamp_NameOfAKey_IsRefusedAtItsField()
    {
        using var draft = await DraftAsync("view:last_line");
        draft.Edit(() => draft.Rows.Take(RowsFrom.Keys, Now));

        draft.TakeTime("Customer");

        Assert.Contains("two columns", Assert.Single(draft.ErrorsAt(TrainingSetPart.Timestamp)), StringComparison.Ordinal);
        Assert.Empty(draft.FixesAt(TrainingSetPart.Timestamp));
    }

    [Fact]
    public async Task Splits_ByTime_TakeATimeEachButTheLast()
    {
        using var draft = await RangedAsync();
        draft.Edit(() => draft.Splits.Choose(SplitKind.Time, null));
        Assert.Equal((1, 0), (draft.ToDo.Count, draft.ErrorsAt(TrainingSetPart.Splits).Count));

        Value(draft, 0, "soon");
        Assert.Contains("'soon'", Assert.Single(draft.ErrorsAt(TrainingSetPart.Splits)), StringComparison.Ordinal);
        Value(draft, 0, "2026-11-20T00:00:00Z");
        draft.Edit(draft.Splits.Add);
        Value(draft, 1, "2026-11-19T00:00:00Z");
        Assert.Contains("in the order of their times", Assert.Single(draft.ErrorsAt(TrainingSetPart.Splits)), StringComparison.Ordinal);
        Value(draft, 1, "2026-11-21T00:00:00Z");

        Assert.Empty(draft.ToDo);
        Assert.Equal(["train", "validation", "test"], draft.Definition.Splits!.Parts.Select(static part => part.Name));
        Assert.Equal([true, true, false], draft.Definition.Splits.Parts.Select(static part => part.Before is not null));
    }

    [Fact]
    public async Task Splits_ByKey_AreMade()
    {
        using var draft = await RangedAsync();
        draft.Edit(() => draft.Splits.Choose(SplitKind.Ratio, draft.Outline.Keys[0].Column));
        Value(draft, 0, "0.5");
        Assert.Contains("add up to", Assert.Single(draft.ErrorsAt(TrainingSetPart.Splits)), StringComparison.Ordinal);
        Value(draft, 1, "half");
        Assert.Contains("'half' is no ratio", Assert.Single(draft.ErrorsAt(TrainingSetPart.Splits)), StringComparison.Ordinal);
        Value(draft, 1, "0.5");
        draft.Edit(() => draft.Splits.Seed = "x");
        Assert.Contains("'x' is no whole number", Assert.Single(draft.ErrorsAt(TrainingSetPart.Splits)), StringComparison.Ordinal);
        draft.Edit(() => draft.Splits.Seed = "3");
        draft.Edit(() => draft.Splits.Choose(SplitKind.Key, "ignored, since one is there"));
        Assert.Equal(("customer", 0), (draft.Splits.Keys, draft.ToDo.Count));
        draft.Edit(() => draft.Splits.Keys = "customer, colour");
        Assert.Contains("'colour'", Assert.Single(draft.ErrorsAt(TrainingSetPart.Splits)), StringComparison.Ordinal);
        draft.Edit(() => draft.Splits.Keys = "customer");

        var made = await EndAsync(await draft.CreateAsync(Token));

        Assert.Equal((SplitKind.Key, 3), (made.Definition.Splits!.Kind, made.Definition.Splits.Seed));
        draft.Edit(() => draft.Splits.Choose(null, null));
        Assert.Null(draft.Definition.Splits);
    }

    private static void Type(TrainingSetDraft draft, TrainingSetPart part, string text) => draft.Edit(() => draft.Rows.Type(part, text));

    private static void Value(TrainingSetDraft draft, int place, string value) => draft.Edit(() => draft.Splits.Change(place, draft.Splits.Lines[place] with { Value = value }));

    private async Task<TrainingSet> EndAsync(TrainingSet? made)
    {
        Assert.NotNull(made);
        var sets = await shop.GetAsync<TrainingSetService>();
        while (true)
        {
            var set = await sets.FindAsync(made.Id, Token);
            if (set!.HasEnded)
            {
                return set;
            }

            await Task.Yield();
        }
    }

    private async Task<TrainingSetDraft> RangedAsync()
    {
        var draft = await DraftAsync("view:last_line");
        draft.Edit(() => draft.Rows.Take(RowsFrom.Keys, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        return draft;
    }

    private async Task<TrainingSetDraft> DraftAsync(string subject)
    {
        var draft = new TrainingSetDraft(await shop.GetAsync<TrainingSetService>());
        draft.Choose(TrainingSetSubject.Find((await shop.GetAsync<DefinitionRegistry>()).Current, subject));
        return draft;
    }
}
