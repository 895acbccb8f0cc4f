using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Embedded;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Ports;
using Catalog.Definitions.Tests.Testing;
using Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catalog.Definitions.Tests.Planning;

public sealed class DefinitionServiceTests
{
    private static readonly DefinitionId View = new(DefinitionKind.FeatureView, "profile");
    private static readonly DefinitionId Source = new(DefinitionKind.Source, "sales");

    private readonly InMemoryDefinitionStore _store = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ApplyAsync_Files_AreInForceAtOnceAndAfterARestart()
    {
        var (registry, service) = Open();
        using (service)
        {
            var result = await service.ApplyAsync(Request(Shop.Files, message: "first"), Token);

            Assert.Equal((1, 1), (result.Revision, registry.Stamp));
            Assert.Equal("profile", registry.FindView("profile")?.Name);
        }

        var (restarted, again) = Open();
        using (again)
        {
            await again.RefreshAsync(Token);

            Assert.Equal(Describe(registry.Current), Describe(restarted.Current));
            var definition = restarted.Current.Find(View)!;
            Assert.Equal(("ana", "first", _clock.GetUtcNow(), 1L), (definition.Author, definition.Message, definition.ChangedAt.ToDateTimeOffset(), definition.Revision));
            Assert.Equal(Shop.View + "\n", definition.Text);
        }
    }

    [Fact]
    public async Task ApplyAsync_SameFilesAgain_MakeNoRevision()
    {
        var (registry, service) = Open();
        using var _ = service;
        await service.ApplyAsync(Request(Shop.Files), Token);
        var told = 0;
        registry.Changed += (_, _) => told++;

        var result = await service.ApplyAsync(Request(Shop.Files), Token);

        Assert.Equal((1, 0), (result.Revision, told));
        Assert.Single(await service.ListVersionsAsync(View, null, 10, Token));
    }

    [Fact]
    public async Task ApplyAsync_OneErrorInManyFiles_ChangesNothing()
    {
        var (registry, service) = Open();
        using var _ = service;

        var exception = await Assert.ThrowsAsync<DefinitionsException>(() => service.ApplyAsync(Request([.. Shop.Files, new("bad.yaml", "kind: Team\n")]), Token));

        Assert.Equal(DefinitionsErrorCode.InvalidDefinitions, exception.ErrorCode);
        Assert.Equal("bad.yaml", Assert.Single(exception.Findings).Location.File);
        Assert.Equal((0, 0), (registry.Stamp, await _store.GetRevisionAsync(Token)));
    }

    [Fact]
    public async Task ApplyAsync_OtherRevisionThanExpected_IsRefused()
    {
        var (_, service) = Open();
        using var _ = service;
        await service.ApplyAsync(Request(Shop.Files), Token);

        var exception = await Assert.ThrowsAsync<DefinitionsException>(() => service.ApplyAsync(Request([Team("x")]) with { ExpectedRevision = 0 }, Token));

        Assert.Equal((DefinitionsErrorCode.RevisionConflict, 1L), (exception.ErrorCode, await _store.GetRevisionAsync(Token)));
        Assert.Equal(2, (await service.ApplyAsync(Request([Team("x")]) with { ExpectedRevision = 1 }, Token)).Revision);
    }

    [Theory]
    [InlineData(200, 2_000)]
    [InlineData(1, 0)]
    public async Task ApplyAsync_LongestAuthorAndMessage_AreTaken(int author, int message)
        => Assert.Equal(1, (await Open().Service.ApplyAsync(Request([Team("ops")], new string('a', author), new string('\n', message)), Token)).Revision);

    [Theory]
    [InlineData(201, "why", "team.yaml", "The 'author' of a change has 201 characters; give at most 200.")]
    [InlineData(0, "why", "team.yaml", "The 'author' of a change has the control character U+0000; write it as text of one line.")]
    [InlineData(1, "a\u001bb", "team.yaml", "The 'message' of a change has the control character U+001B; write it as text, of several lines if need be.")]
    [InlineData(1, "", "team.yaml", "The 'message' of a change has 2001 characters; give at most 2000.")]
    [InlineData(1, "why", " ", "A file has no 'path'; give each its path in the folder of definitions, such as 'shop/views.yaml'.")]
    [InlineData(1, "why", "a\0.yaml", "The 'path' of a change has the control character U+0000; write it as text of one line.")]
    [InlineData(1, "why", "../../x.yaml", "The 'path' of a file is '../../x.yaml'; it must lie in the folder of definitions, without '..'.")]
    [InlineData(1, "why", "a\\..\\x.yaml", "The 'path' of a file is 'a\\..\\x.yaml'; it must lie in the folder of definitions, without '..'.")]
    public async Task ApplyAsync_WhatIsTooLongOrNoText_IsRefused(int author, string message, string path, string expected)
    {
        var by = author == 0 ? "\0" : new string('a', author);
        var why = message.Length == 0 ? new string('w', 2_001) : message;

        var error = await Assert.ThrowsAsync<DefinitionsException>(() => Open().Service.ApplyAsync(Request([Team("ops") with { Path = path }], by, why), Token));

        Assert.Equal((DefinitionsErrorCode.InvalidRequest, expected), (error.ErrorCode, error.Message));
    }

    [Fact]
    public async Task PlanAsync_PathOutsideTheFolder_IsRefused()
    {
        var plan = new PlanRequest { Files = [Team("ops") with { Path = "../x.yaml" }] };

        var error = await Assert.ThrowsAsync<DefinitionsException>(() => Open().Service.PlanAsync(plan, Token));

        Assert.Equal(DefinitionsErrorCode.InvalidRequest, error.ErrorCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task ApplyAsync_WithoutAuthor_IsRefused(string author)
    {
        var (_, service) = Open();
        using var _ = service;

        await Assert.ThrowsAsync<DefinitionsException>(() => service.ApplyAsync(Request(Shop.Files) with { Author = author }, Token));
    }

    [Fact]
    public async Task ApplyAsync_ManyProcessesAtOnce_LoseNothing()
    {
        const int Processes = 6;
        const int Changes = 10;
        var opened = Enumerable.Range(0, Processes).Select(_ => Open()).ToList();

        await Task.WhenAll(opened.Select((process, number) => Task.Run(async () =>
        {
            for (var change = 0; change < Changes; change++)
            {
                await process.Service.ApplyAsync(Request([Team($"t{number}-{change}")]), Token);
                Assert.NotNull(process.Registry.Current.FindModel<Team>(DefinitionKind.Team, $"t{number}-{change}"));
            }
        })));

        var (registry, service) = Open();
        await service.RefreshAsync(Token);
        Assert.Equal((Processes * Changes, Processes * Changes), (registry.Current.Teams.Count, (int)registry.Stamp));
        Assert.All(opened.Append((registry, service)), static process => process.Item2.Dispose());
    }

    [Fact]
    public async Task ApplyAsync_TwoWhoChangeOneDefinition_AreBothInItsHistory()
    {
        var (first, second) = (Open().Service, Open().Service);
        await Task.WhenAll(
            first.ApplyAsync(Request([new("t.yaml", "kind: Team\nname: x\ntitle: one\n")]), Token),
            second.ApplyAsync(Request([new("t.yaml", "kind: Team\nname: x\ntitle: two\n")]), Token));

        var versions = await first.ListVersionsAsync(new DefinitionId(DefinitionKind.Team, "x"), null, 10, Token);

        Assert.Equal([2, 1], versions.Select(static version => version.Number));
        Assert.Equal(2, versions.Select(static version => version.Text).Distinct().Count());
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task ApplyAsync_NewModelVersions_KeepTheOldOnesReadable()
    {
        var (registry, service) = Open();
        using var _ = service;
        await service.ApplyAsync(Request(Shop.Files), Token);
        await service.ApplyAsync(Request(Shop.With("price, type: double}\n  - {name: product, type: string}", "price, type: double}\n  - {name: product, type: string, convert: trim}")), Token);
        await service.ApplyAsync(Request(Shop.With("from: price}", "from: price}\n  - {name: extra, type: timestamp, from: sold_at}")), Token);

        var (restarted, again) = Open();
        await again.RefreshAsync(Token);
        foreach (var current in new[] { registry, restarted })
        {
            Assert.Equal((2, 3, 1), (current.FindView("profile")!.Features.Count - 1, current.FindSource("sales")!.Version, current.FindView("profile", 1)!.Version));
            Assert.Equal(2, current.FindView("profile", 1)!.Features.Count);
            Assert.Equal(new DataType(ScalarType.Double), current.FindView("profile", 1)!.Features[0].Type);
            Assert.Equal("customer_id", current.FindView("profile", 1)!.Entities.Single().JoinKey);
            Assert.Equal(Ingestion.Model.Conversion.Trim, current.FindSource("sales", 2)!.Columns[3].Conversion);
            Assert.Null(current.FindView("profile", 9));
        }

        again.Dispose();
    }

    [Fact]
    public async Task ApplyAsync_RemovedAndMadeAgain_GoesOnCounting()
    {
        var (registry, service) = Open();
        using var _ = service;
        await service.ApplyAsync(Request(Shop.Files.Take(4)), Token);
        await service.ApplyAsync(Request([]) with { Plan = new PlanRequest { Files = [], Remove = [View] } }, Token);
        Assert.Null(registry.FindView("profile"));
        Assert.NotNull(registry.FindView("profile", 1));

        await service.ApplyAsync(Request(Shop.Files.Take(4)), Token);

        Assert.Equal(2, registry.FindView("profile")!.Version);
        Assert.Equal(3, registry.Current.Find(View)!.Number);
        Assert.Equal(
            ["3 Added", "2 Removed", "1 Added"],
            await Task.WhenAll((await service.ListVersionsAsync(View, null, 10, Token)).Select(
                async version => $"{version.Number} {(await service.GetVersionAsync(View, version.Number, Token)).Change}")));
    }

    [Fact]
    public async Task ApplyAsync_ChangeAndBack_IsANewVersionEachTime()
    {
        var (registry, service) = Open();
        using var _ = service;
        await service.ApplyAsync(Request(Shop.Files), Token);
        await service.ApplyAsync(Request(Shop.With("entities: [customer_id]", "entities: [customer_id]\nnull_policy: newest_non_null")), Token);
        await service.ApplyAsync(Request(Shop.Files), Token);

        Assert.Equal(3, registry.FindView("profile")!.Version);
    }

    [Fact]
    public async Task Changed_Handlers_SeeTheNewState()
    {
        var (registry, service) = Open();
        using var _ = service;
        var seen = new List<(long Before, long After, long Now)>();
        registry.Changed += (_, change) => seen.Add((change.Before.Revision, change.After.Revision, registry.Stamp));

        await service.ApplyAsync(Request(Shop.Files), Token);

        Assert.Equal([(0L, 1L, 1L)], seen);
    }

    [Fact]
    public async Task RefreshAsync_StoredDocumentThatIsNoLongerLegal_LeavesItAndItsUsersOut()
    {
        var (_, service) = Open();
        await service.ApplyAsync(Request(Shop.Files), Token);
        service.Dispose();
        var damaged = new DamagedStore(_store, Source, "kind: Source\nname: sales\nnow: illegal\n");
        var registry = new DefinitionRegistry();
        using var restarted = new DefinitionService(registry, damaged, new BackfillEstimator(), _clock, NullLogger<DefinitionService>.Instance);

        await restarted.RefreshAsync(Token);

        Assert.Equal((0, 0, 1), (registry.Sources.Count, registry.Views.Count, registry.Current.Contracts.Count));
        Assert.Equal(1, registry.Stamp);
    }

    [Fact]
    public async Task Validate_WhileTyping_SeesTheRestOfTheCatalogueAndWhoRefersToIt()
    {
        var (_, service) = Open();
        using var _ = service;
        await service.ApplyAsync(Request(Shop.Files), Token);

        Assert.Empty(service.Validate(new DefinitionFile("v.yaml", Shop.View)));
        Assert.Equal(
            ["unknown-feature"],
            service.Validate(new DefinitionFile("v.yaml", Shop.View.Replace("last_price", "newest_price", StringComparison.Ordinal))).Select(static finding => finding.Rule));
        Assert.Equal(
            ["unknown-reference"],
            service.Validate(new DefinitionFile("v.yaml", Shop.View.Replace("source: sales", "source: sails", StringComparison.Ordinal))).Select(static finding => finding.Rule));
        Assert.Equal(1, await _store.GetRevisionAsync(Token));
    }

    [Fact]
    public async Task GetVersionAsync_Change_ShowsFieldsAndBothTexts()
    {
        var (_, service) = Open();
        using var _ = service;
        await service.ApplyAsync(Request([new("t.yaml", "kind: Team\nname: x\n")]), Token);
        _clock.Advance(TimeSpan.FromHours(1));
        await service.ApplyAsync(Request([new("t.yaml", "kind: Team\nname: x\ntitle: X\n")], author: "ben", message: "a title"), Token);

        var diff = await service.GetVersionAsync(new DefinitionId(DefinitionKind.Team, "x"), 2, Token);

        Assert.Equal([new FieldChange("title", null, "X")], diff.Fields);
        Assert.Equal(("ben", "a title", "kind: Team\nname: x\n"), (diff.Version.Author, diff.Version.Message, diff.TextBefore));
        Assert.Equal(_clock.GetUtcNow(), diff.Version.ChangedAt.ToDateTimeOffset());
        await Assert.ThrowsAsync<DefinitionsException>(() => service.GetVersionAsync(new DefinitionId(DefinitionKind.Team, "x"), 3, Token));
    }

    private static DefinitionFile Team(string name) => new($"{name}.yaml", $"kind: Team\nname: {name}\n");

    private static ApplyRequest Request(IEnumerable<DefinitionFile> files, string author = "ana", string? message = null)
        => new() { Plan = new PlanRequest { Files = [.. files] }, Author = author, Message = message };

    private static IEnumerable<string> Describe(DefinitionSet set)
        => set.Definitions.Select(definition => $"{definition} {DefinitionJson.ToNode(set.FindModel(definition.Id)!)} {string.Join(',', set.UsersOf(definition.Id))}");

    private (DefinitionRegistry Registry, DefinitionService Service) Open()
    {
        var registry = new DefinitionRegistry();
        return (registry, new DefinitionService(registry, _store, new BackfillEstimator(), _clock, NullLogger<DefinitionService>.Instance));
    }

    /// <summary>Gives one definition another text, as an older version of the program may have stored it.</summary>
    private sealed class DamagedStore(InMemoryDefinitionStore inner, DefinitionId id, string text) : IDefinitionStore
    {
        public Task<long> GetRevisionAsync(CancellationToken cancellationToken) => inner.GetRevisionAsync(cancellationToken);

        public async Task<DefinitionSnapshot> LoadAsync(CancellationToken cancellationToken)
        {
            var snapshot = await inner.LoadAsync(cancellationToken);
            return snapshot with { Heads = [.. snapshot.Heads.Select(head => head.Id == id ? head with { Text = text } : head)] };
        }

        public Task<bool> TryAppendAsync(DefinitionRevision revision, CancellationToken cancellationToken) => inner.TryAppendAsync(revision, cancellationToken);

        public Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionId wanted, int? below, int limit, CancellationToken cancellationToken)
            => inner.ListVersionsAsync(wanted, below, limit, cancellationToken);

        public Task<DefinitionVersion?> FindVersionAsync(DefinitionId wanted, int number, CancellationToken cancellationToken)
            => inner.FindVersionAsync(wanted, number, cancellationToken);
    }
}
