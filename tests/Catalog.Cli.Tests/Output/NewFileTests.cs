using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Output;

public sealed class NewFileTests
{
    [Fact]
    public async Task File_Complete_ReplacesTheFormerOne()
    {
        using var folder = new TemporaryDirectory();
        var path = folder.Write("out.csv", "former, and longer");

        await using (var file = NewFile.Create(path))
        {
            await file.Stream.WriteAsync("new"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.Equal("former, and longer", File.ReadAllText(path));
            await file.CompleteAsync();
        }

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Create_FolderThatIsNotThere_NamesItAndWhatToDo()
    {
        using var folder = new TemporaryDirectory();

        var error = Assert.Throws<CommandException>(() => NewFile.Create(folder.File("gone/out.csv")));

        Assert.Equal($"Cannot write '{folder.File("gone/out.csv")}': there is no folder '{folder.File("gone")}'. Make it first (mkdir -p), or name a file in a folder that there is.", error.Message);
    }

    [Theory]
    [InlineData("gone.csv", "Name a file that is in '@'.")]
    [InlineData("gone/out.csv", "There is no folder '@/gone' either; ")]
    public void Open_FileThatIsNotThere_SaysWhereToLook(string name, string hint)
    {
        using var folder = new TemporaryDirectory();

        var error = Assert.Throws<CommandException>(() => InputFile.Open(folder.File(name)));

        Assert.StartsWith($"Cannot read '{folder.File(name)}': there is no such file. {hint.Replace("@", folder.Path, StringComparison.Ordinal)}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_NotCompleted_LeavesNothing()
    {
        using var folder = new TemporaryDirectory();

        await using (var file = NewFile.Create(folder.File("out.csv")))
        {
            await file.Stream.WriteAsync("half"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task File_BehindALink_IsWrittenThere()
    {
        using var folder = new TemporaryDirectory();
        var target = folder.Write("target.csv", "former");
        File.CreateSymbolicLink(folder.File("link.csv"), target);

        await using (var file = NewFile.Create(folder.File("link.csv")))
        {
            await file.Stream.WriteAsync("new"u8.ToArray(), TestContext.Current.CancellationToken);
            await file.CompleteAsync();
        }

        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(folder.File("link.csv")).LinkTarget);
    }

    [Fact]
    public async Task File_Device_IsWrittenAndNeverReplaced()
    {
        await using (var file = NewFile.Create("/dev/null"))
        {
            await file.Stream.WriteAsync("gone"u8.ToArray(), TestContext.Current.CancellationToken);
            await file.CompleteAsync();
        }

        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void File_Folder_IsRefused()
    {
        using var folder = new TemporaryDirectory();

        Assert.Throws<IOException>(() => NewFile.Create(folder.Path));
        Assert.Throws<CommandException>(() => NewFile.Create(folder.File("nowhere/out.csv")));
    }
}
