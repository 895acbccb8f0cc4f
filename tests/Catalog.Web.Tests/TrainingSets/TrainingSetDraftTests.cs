using System.Text;
using Catalog.Definitions;
using Catalog.Web.Tests.Portal;
using Catalog.Web.TrainingSets;
using FeatureStore.TrainingSets;

namespace Catalog.Web.Tests.TrainingSets;

public sealed class TrainingSetDraftTests(ShopCatalogue shop)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ErrorsAt_WhatIsMissing_AreSaidOnceItWasTried()
    {
        using var draft = new TrainingSetDraft(await shop.GetAsync<TrainingSetService>());
        Assert.Equal((2, TrainingSetPart.Features), (draft.ToDo.Count, draft.FirstError));
        Assert.Empty(draft.ErrorsAt(TrainingSetPart.Features));

        Assert.Null(await draft.CreateAsync(Token));

        Assert.Contains("Choose what", Assert.Single(draft.ErrorsAt(TrainingSetPart.Features)), StringComparison.Ordinal);
        Assert.Contains("take the sample", Assert.Single(draft.ErrorsAt(TrainingSetPart.Frame)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorsAt_WrongRequest_StandAtThePartsThatHaveToChange()
    {
        using var draft = await DraftAsync();
        draft.Rename("Not a name");
        draft.Know(KnownAt.Time);
        draft.KnowAt("soon");
        await ReceiveAsync(draft, "labels.csv", "buyer,when,last_price\n1,today,2\n");

        Assert.Contains("'Not a name'", Assert.Single(draft.ErrorsAt(TrainingSetPart.Name)), StringComparison.Ordinal);
        Assert.Contains("'customer'", Assert.Single(draft.ErrorsAt(TrainingSetPart.Frame)), StringComparison.Ordinal);
        Assert.Contains("'event_timestamp'", Assert.Single(draft.ErrorsAt(TrainingSetPart.Timestamp)), StringComparison.Ordinal);
        Assert.Contains("'last_price'", Assert.Single(draft.ErrorsAt(TrainingSetPart.Features)), StringComparison.Ordinal);
        Assert.Contains("'soon'", Assert.Single(draft.ErrorsAt(TrainingSetPart.KnownAt)), StringComparison.Ordinal);

        draft.UseFullNames(true);
        Assert.Empty(draft.ErrorsAt(TrainingSetPart.Features));
    }

    [Fact]
    public async Task ErrorsAt_FrameWithoutAKey_SayItOnceInWordsOfTheForm()
    {
        using var draft = await DraftAsync();
        await ReceiveAsync(draft, "labels.csv", "a,b\n1,2\n");

        Assert.Equal("The file has no column 'customer', by which its rows are looked up. Its columns are 'a', 'b'.", Assert.Single(draft.ErrorsAt(TrainingSetPart.Frame)));
        Assert.Equal(
            "The file has no column 'event_timestamp'. Choose the column that holds the time of each row.", Assert.Single(draft.ErrorsAt(TrainingSetPart.Timestamp)));
        Assert.True(draft.IsFrameRefused);

        draft.DropFrame();
        Assert.False(draft.IsFrameRefused);
    }

    [Theory]
    [InlineData("20.11.2026 12:30", "2026-11-20T12:30:00Z")]
    [InlineData("1.12.2026", "2026-12-01T00:00:00Z")]
    [InlineData("12/1/2026", null)]
    [InlineData("soon", null)]
    public async Task FixesAt_TimeWrittenOtherwise_CanBePressed(string typed, string? meant)
    {
        using var draft = await DraftAsync();
        draft.Know(KnownAt.Time);
        draft.KnowAt(typed);

        var fixes = draft.FixesAt(TrainingSetPart.KnownAt);

        Assert.Equal(meant is null ? [] : [meant], fixes.Select(static fix => fix.Label));
        Assert.All(fixes, fix => fix.Press());
        Assert.Equal(meant is null, draft.ErrorsAt(TrainingSetPart.KnownAt).Count > 0);
    }

    [Fact]
    public async Task ReceiveAsync_ColumnThatCanBeTheTime_IsOfferedAndNotGuessed()
    {
        using var draft = await DraftAsync();

        await ReceiveAsync(draft, "labels.csv", "customer,when\n1,2026-11-20T00:00:00Z\n");

        Assert.Equal(("event_timestamp", 1), (draft.Timestamp, draft.ToDo.Count));
        var (label, press) = Assert.Single(draft.FixesAt(TrainingSetPart.Timestamp));
        Assert.Equal("when", label);
        press();
        Assert.Equal(("when", 0), (draft.Timestamp, draft.ToDo.Count));
        Assert.Equal(["customer", "when"], draft.Columns.Select(static column => column.Name));
        draft.DropFrame();
        Assert.Empty(draft.Columns);
    }

    [Theory]
    [InlineData("labels.xlsx", "x", "'labels.xlsx'")]
    [InlineData("labels.parquet", "no parquet", "cannot be used")]
    public async Task ReceiveAsync_NoEntityFrame_SaysWhyAndKeepsNothing(string name, string text, string words)
    {
        using var draft = await DraftAsync();

        await ReceiveAsync(draft, name, text);

        Assert.Null(draft.Frame);
        Assert.Contains(words, Assert.Single(draft.ErrorsAt(TrainingSetPart.Frame)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_Sample_HasTheKeysOfTheServiceAndIsAFrame()
    {
        using var draft = await DraftAsync();

        var text = await (await shop.GetAsync<SampleFrames>()).FindAsync(draft.Subject!, Token);
        await ReceiveAsync(draft, SampleFrames.FileName, text!);

        Assert.Equal(8, text!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty(draft.ToDo);
    }

    [Fact]
    public async Task Choices_Definitions_AreServicesThenViewsWithAHistory()
    {
        var definitions = (await shop.GetAsync<DefinitionRegistry>()).Current;

        Assert.Equal(["service:advice_v1", "view:last_line", "view:line_check"], TrainingSetSubject.Choices(definitions).Select(static choice => choice.Value));
        Assert.Equal(["last_line:last_price", "last_line:last_product"], TrainingSetSubject.Find(definitions, "view:last_line")!.Features);
        var onDemand = TrainingSetSubject.Find(definitions, "view:line_check")!;
        Assert.Equal(("line_check:to_last_price", "asked_price", "last_line"), (onDemand.Features[0], onDemand.Needs.Requests[0].Name, onDemand.Needs.Views[0].View.Name));
        Assert.Null(TrainingSetSubject.Find(definitions, "view:gone"));
        Assert.Null(TrainingSetSubject.Find(definitions, null));
    }

    private static async Task ReceiveAsync(TrainingSetDraft draft, string name, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await draft.ReceiveAsync(name, content, Token);
    }

    private async Task<TrainingSetDraft> DraftAsync()
    {
        var draft = new TrainingSetDraft(await shop.GetAsync<TrainingSetService>());
        draft.Choose(TrainingSetSubject.Find((await shop.GetAsync<DefinitionRegistry>()).Current, "service:advice_v1"));
        return draft;
    }
}
