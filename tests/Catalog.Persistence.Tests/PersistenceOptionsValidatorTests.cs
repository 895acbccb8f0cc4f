namespace Catalog.Persistence.Tests;

public sealed class PersistenceOptionsValidatorTests
{
    [Fact]
    public void Validate_DataDirectoryAlone_Succeeds()
        => Assert.True(Validate(new PersistenceOptions { DataDirectory = "/data" }).Succeeded);

    [Fact]
    public void Validate_NothingSet_NamesBothSettings()
    {
        var failure = Assert.Single(Validate(new PersistenceOptions()).Failures!);

        Assert.Contains("Catalog:Persistence:ConnectionString", failure, StringComparison.Ordinal);
        Assert.Contains("Catalog:DataDirectory", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Cache=Shared")]
    public void Validate_SqliteWithoutFile_Fails(string connectionString)
        => Assert.Contains("no file", Assert.Single(Validate(new PersistenceOptions { ConnectionString = connectionString }).Failures!), StringComparison.Ordinal);

    [Fact]
    public void Validate_UnreadableConnectionString_HidesItsText()
    {
        var options = new PersistenceOptions { Kind = PersistenceKind.Postgres, ConnectionString = "Host=h;Secret=hunter2" };

        var failure = Assert.Single(Validate(options).Failures!);

        Assert.Contains("cannot be read", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SeveralFaults_ReportsAllOfThem()
    {
        var options = new PersistenceOptions { Kind = PersistenceKind.Postgres, BusyTimeout = TimeSpan.Zero };

        Assert.Equal(2, Validate(options).Failures!.Count());
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(PersistenceOptions options)
        => new PersistenceOptionsValidator().Validate(null, options);
}
