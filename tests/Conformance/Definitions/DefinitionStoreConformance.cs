using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Definitions.Ports;

namespace Conformance.Definitions;

/// <summary>What every definition store does, whatever database it is kept in. Each test has a store of its own.</summary>
public abstract class DefinitionStoreConformance : IAsyncLifetime
{
    private static readonly DefinitionId View = new(DefinitionKind.FeatureView, "profile");
    private static readonly DefinitionId Team = new(DefinitionKind.Team, "profile");

    private IDefinitionStore? _store;

    protected IDefinitionStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the empty store of this test.</summary>
    protected abstract ValueTask<IDefinitionStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task LoadAsync_NothingApplied_IsEmptyAtRevisionZero()
    {
        var snapshot = await Store.LoadAsync(Token);

        Assert.Equal((0L, 0L), (snapshot.Revision, await Store.GetRevisionAsync(Token)));
        Assert.Empty(snapshot.Heads);
        Assert.Empty(snapshot.History);
        Assert.Empty(await Store.ListVersionsAsync(View, null, 10, Token));
        Assert.Null(await Store.FindVersionAsync(View, 1, Token));
    }

    [Fact]
    public async Task TryAppendAsync_OneRevision_ComesBackAsWritten()
    {
        var versions = new[] { Version(View, 1, 1, 1), Version(Team, 1, 0, 1) };

        Assert.True(await Store.TryAppendAsync(new DefinitionRevision(1, versions), Token));

        var snapshot = await Store.LoadAsync(Token);
        Assert.Equal((1L, 1L), (snapshot.Revision, await Store.GetRevisionAsync(Token)));
        Assert.Equal(versions.ToHashSet(), snapshot.Heads.ToHashSet());
        Assert.Equal([versions[0]], snapshot.History);
        Assert.Equal(versions[1], await Store.FindVersionAsync(Team, 1, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kind: Team\r\nname: \"grüße 😀\"\r\n\t# kept\r\n")]
    [InlineData("'quotes' \"and\" \\backslashes; -- DROP TABLE")]
    public async Task TryAppendAsync_AnyText_IsKeptToTheLastCharacter(string text)
    {
        var version = Version(Team, 1, 0, 1) with { Text = text, Message = null, Path = "teams/grüße.yaml" };

        await Store.TryAppendAsync(new DefinitionRevision(1, [version]), Token);

        Assert.Equal(version, await Store.FindVersionAsync(Team, 1, Token));
    }

    [Fact]
    public async Task TryAppendAsync_LongText_IsKept()
    {
        var version = Version(Team, 1, 0, 1) with { Text = new string('x', 3_000_000) };

        await Store.TryAppendAsync(new DefinitionRevision(1, [version]), Token);

        Assert.Equal(version.Text, (await Store.FindVersionAsync(Team, 1, Token))!.Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task TryAppendAsync_NumberNotNext_WritesNothing(long number)
    {
        await AppendAsync(Version(View, 1, 1, 1));

        Assert.False(await Store.TryAppendAsync(new DefinitionRevision(number, [Version(View, 2, 1, number)]), Token));

        Assert.Equal(1, await Store.GetRevisionAsync(Token));
        Assert.Single(await Store.ListVersionsAsync(View, null, 10, Token));
    }

    [Fact]
    public async Task TryAppendAsync_ManyAtOnce_ExactlyOneGetsEachNumber()
    {
        const int Rounds = 5;
        const int Writers = 8;
        for (var round = 1; round <= Rounds; round++)
        {
            var attempts = Enumerable.Range(0, Writers).Select(writer => Task.Run(
                () => Store.TryAppendAsync(new DefinitionRevision(round, [Version(new(DefinitionKind.Team, $"t{round}-{writer}"), 1, 0, round)]), Token),
                Token));

            var outcomes = await Task.WhenAll(attempts);

            Assert.Single(outcomes, static written => written);
        }

        Assert.Equal(Rounds, (await Store.LoadAsync(Token)).Heads.Count);
    }

    [Fact]
    public async Task LoadAsync_ManyVersions_GivesHeadsAndOneOfEachModelVersion()
    {
        await AppendAsync(Version(View, 1, 1, 1), Version(Team, 1, 0, 1));
        await AppendAsync(Version(View, 2, 1, 2));
        await AppendAsync(Version(View, 3, 2, 3), Version(Team, 2, 0, 3));
        await AppendAsync(Version(View, 4, 2, 4) with { IsRemoved = true });

        var snapshot = await Store.LoadAsync(Token);

        Assert.Equal(4, snapshot.Revision);
        Assert.Equal([(View, 4), (Team, 2)], snapshot.Heads.Select(static head => (head.Id, head.Number)).OrderByDescending(static head => head.Number));
        Assert.True(snapshot.Heads.Single(static head => head.Id == View).IsRemoved);
        Assert.Equal([2, 4], snapshot.History.Select(static version => version.Number).Order());
    }

    [Fact]
    public async Task ListVersionsAsync_Pages_GoFromNewestToOldest()
    {
        for (var number = 1; number <= 5; number++)
        {
            await AppendAsync(Version(View, number, 1, number), Version(Team, number, 0, number));
        }

        var first = await Store.ListVersionsAsync(View, null, 2, Token);
        var second = await Store.ListVersionsAsync(View, first[^1].Number, 2, Token);
        var last = await Store.ListVersionsAsync(View, second[^1].Number, 2, Token);

        Assert.Equal([5, 4, 3, 2, 1], first.Concat(second).Concat(last).Select(static version => version.Number));
        Assert.All(first, static version => Assert.Equal(View, version.Id));
        Assert.Empty(await Store.ListVersionsAsync(View, 1, 2, Token));
    }

    [Fact]
    public async Task FindVersionAsync_SameNameOfAnotherKind_IsNotFound()
    {
        await AppendAsync(Version(View, 1, 1, 1));

        Assert.Null(await Store.FindVersionAsync(Team, 1, Token));
        Assert.Null(await Store.FindVersionAsync(View, 2, Token));
    }

    protected static DefinitionVersion Version(DefinitionId id, int number, int modelVersion, long revision) => new()
    {
        Id = id,
        Number = number,
        ModelVersion = modelVersion,
        IsRemoved = false,
        Path = $"{id.Name}.yaml",
        Text = $"kind: {id.Kind}\nname: {id.Name}\n# {number}\n",
        Model = $$"""{"name":"{{id.Name}}"}""",
        Revision = revision,
        Author = "ana",
        ChangedAt = new Instant(1_700_000_000_123_456 + revision),
        Message = $"revision {revision}",
    };

    private async Task AppendAsync(params DefinitionVersion[] versions)
        => Assert.True(await Store.TryAppendAsync(new DefinitionRevision(versions[0].Revision, versions), Token));
}
