using System.Text;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Tests.Model;

public sealed class DefinitionFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("catalog-definitions-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReadAsync_Folder_TakesDefinitionFilesInOrderAndNothingElse()
    {
        foreach (var name in new[] { "b.yaml", "a/z.yml", "a/data.csv", ".git/x.yaml", "a/.hidden.yaml", "readme.md" })
        {
            Write(name, name);
        }

        var files = await DefinitionFolder.ReadAsync(_folder, Token);

        Assert.Equal([new DefinitionFile("a/z.yml", "a/z.yml"), new DefinitionFile("b.yaml", "b.yaml")], files);
    }

    [Fact]
    public async Task ReadAsync_OneFile_TakesIt()
    {
        Write("b.yaml", "x");

        Assert.Equal([new DefinitionFile("b.yaml", "x")], await DefinitionFolder.ReadAsync(Path.Combine(_folder, "b.yaml"), Token));
    }

    [Fact]
    public async Task ReadAsync_NothingThere_SaysSo()
    {
        var exception = await Assert.ThrowsAsync<DefinitionsException>(() => DefinitionFolder.ReadAsync(Path.Combine(_folder, "none"), Token));

        Assert.Equal(DefinitionsErrorCode.InvalidRequest, exception.ErrorCode);
    }

    [Fact]
    public async Task ReadAsync_NotUtf8_NamesTheFile()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "a.yaml"), Encoding.Latin1.GetBytes("name: gr\u00fc\u00dfe"), Token);

        var exception = await Assert.ThrowsAsync<DefinitionsException>(() => DefinitionFolder.ReadAsync(_folder, Token));

        Assert.Equal(("not-utf8", "a.yaml"), (exception.Findings.Single().Rule, exception.Findings.Single().Location.File));
    }

    [Fact]
    public void Find_SourceFiles_FollowsOrderAndPatterns()
    {
        foreach (var name in new[] { "s/data/b.csv", "s/data/a.csv", "s/data/a.csv.gz", "s/first.csv" })
        {
            Write(name, string.Empty);
        }

        var found = SourceFiles.Find(_folder, "s/source.yaml", Source("first.csv", "data/?.csv", "data/*.gz", "data/a.csv", "none/*.csv"));

        Assert.Equal(
            ["s/first.csv", "s/data/a.csv", "s/data/b.csv", "s/data/a.csv.gz"],
            found.Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/')));
    }

    [Fact]
    public void Find_SourceFileThatIsMissing_IsRefused()
        => Assert.Equal(
            DefinitionsErrorCode.InvalidRequest, Assert.Throws<DefinitionsException>(() => SourceFiles.Find(_folder, "source.yaml", Source("none.csv"))).ErrorCode);

    private static Source Source(params string[] files) => new()
    {
        Name = "s",
        Version = 1,
        Domain = "d",
        Owner = "o",
        Format = FileFormat.Csv,
        Columns = [new SourceColumn { Name = "t", From = "t", Type = new DataType(ScalarType.Timestamp) }],
        TimestampColumn = "t",
        Files = files,
    };

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // The path has a folder.
        File.WriteAllText(path, text);
    }
}
