using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Catalog.Persistence.Tests;

public sealed class MigrationsTests
{
    public static TheoryData<Type> Factories => [.. typeof(PersistenceOptions).Assembly.GetTypes().Where(IsFactory)];

    [Theory]
    [MemberData(nameof(Factories))]
    public void HasPendingModelChanges_EveryContext_IsFalse(Type factory)
    {
        using var context = Create(factory);

        Assert.False(
            context.Database.HasPendingModelChanges(),
            $"The model of {context.GetType().Name} has changed; run: dotnet run --project tools/Migrate -- <Module> <Name>");
    }

    [Fact]
    public void Contexts_OfBothEngines_ExistForEveryModule()
    {
        var concrete = typeof(PersistenceOptions).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DbContext)) && !type.IsAbstract)
            .Select(type => type.Name)
            .ToList();
        var created = Factories.Select(row => row.Data.Name.Replace("Factory", string.Empty, StringComparison.Ordinal)).ToList();

        Assert.Equal(concrete.Order(), created.Order());
        Assert.Equal(
            concrete.Where(name => name.StartsWith("Sqlite", StringComparison.Ordinal)).Select(name => name["Sqlite".Length..]).Order(),
            concrete.Where(name => name.StartsWith("Postgres", StringComparison.Ordinal)).Select(name => name["Postgres".Length..]).Order());
    }

    private static bool IsFactory(Type type) => type.GetInterfaces()
        .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDesignTimeDbContextFactory<>));

    private static DbContext Create(Type factory)
        => (DbContext)factory.GetMethod("CreateDbContext")!.Invoke(Activator.CreateInstance(factory), [Array.Empty<string>()])!;
}
