using Catalog.Client.Tests.Testing;

namespace Catalog.Client.Tests.Definitions;

public sealed class DefinitionTests(CatalogServer server) : ClientTest(server)
{
    [Fact]
    public async Task PlanAndApply_SayWhatChanges()
    {
        using var folder = new TemporaryDirectory();
        var domain = NewName("domain");
        folder.Write("teams/team.yml", $"kind: Team\nname: {domain}-team\n");
        folder.Write("domain.yaml", $"kind: Domain\nname: {domain}\nowner: {domain}-team\n");
        folder.Write(".hidden/broken.yaml", "kind: [");
        folder.Write("notes.txt", "none");

        var plan = await Client.PlanAsync(folder.Path, cancellationToken: Token);
        var applied = await Client.ApplyAsync(folder.Path, new ApplyOptions { Message = "New", Author = "ana", ExpectedRevision = plan.Revision }, Token);
        var again = await Client.PlanAsync(folder.File("domain.yaml"), cancellationToken: Token);

        Assert.Equal([$"Domain/{domain}", $"Team/{domain}-team"], plan.Changes.Select(change => $"{change.Kind}/{change.Name}").Order(StringComparer.Ordinal));
        Assert.Equal(["domain.yaml", "teams/team.yml"], plan.Changes.Select(change => change.Path).Order(StringComparer.Ordinal));
        Assert.True(applied.Revision > plan.Revision);
        Assert.Equal((false, $"Domain/{domain}"), (again.HasChanges, again.Unchanged.Single().ToString()));
        var late = await FailAsync(() => Client.ApplyAsync(folder.Path, new ApplyOptions { ExpectedRevision = plan.Revision }, Token));
        Assert.Equal((CatalogErrorKind.Conflict, 409), (late.Kind, late.Status));
    }

    [Fact]
    public async Task Definitions_WithErrors_AreToldWithPlaceAndFix()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("team.yaml", "kind: Team\nname: broken-team\ncolour: red\n");

        var failure = await FailAsync(() => Client.PlanAsync(folder.Path, cancellationToken: Token));

        Assert.Equal(("invalid-definitions", CatalogErrorKind.InvalidDefinitions, 422), (failure.Code, failure.Kind, failure.Status));
        var finding = Assert.Single(failure.Findings, one => one.Severity == "error");
        Assert.Equal(("team.yaml", 3), (finding.File, finding.Line));
        Assert.Contains($"\n  team.yaml:3:{finding.Column}: error {finding.Rule}: {finding.Message}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_ThatCannotBeRead_AreRefusedHere()
    {
        using var folder = new TemporaryDirectory();
        await Assert.ThrowsAsync<FileNotFoundException>(() => Client.PlanAsync(folder.Path, cancellationToken: Token));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Client.PlanAsync(folder.File("nowhere"), cancellationToken: Token));
        await File.WriteAllBytesAsync(folder.File("latin.yaml"), [.. "kind: Te"u8, 0xfc], Token);

        var failure = await FailAsync(() => Client.PlanAsync(folder.Path, cancellationToken: Token));

        Assert.Equal(("invalid-definitions", "not-utf8", "latin.yaml"), (failure.Code, failure.Findings[0].Rule, failure.Findings[0].File));
    }
}
