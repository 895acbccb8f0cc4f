using System.Reflection;
using Catalog.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;

var assembly = typeof(PersistenceOptions).Assembly;
var factories = assembly.GetTypes()
    .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDesignTimeDbContextFactory<>)))
    .OrderBy(type => type.FullName, StringComparer.Ordinal)
    .ToList();
var modules = factories.Select(ModuleOf).Distinct(StringComparer.Ordinal).ToList();
if (args.Length != 2 || !modules.Contains(args[0], StringComparer.Ordinal))
{
    Console.Error.WriteLine($"Usage: dotnet run --project tools/Migrate -- <{string.Join('|', modules)}> <Name>");
    Console.Error.WriteLine("Writes a migration with that name for both engines, from the model as it was just built.");
    return 2;
}

var project = Path.Combine(FindRepository(), "src", "Catalog.Persistence");
foreach (var factory in factories.Where(type => ModuleOf(type) == args[0]))
{
    Scaffold(factory, project, args[1]);
}

return 0;

static string ModuleOf(Type factory) => factory.Namespace!.Split('.')[^2];

static string FindRepository()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "Catalog.sln")))
    {
        folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the program holds Catalog.sln.");
    }

    return folder.FullName;
}

static void Scaffold(Type factoryType, string project, string name)
{
    var create = factoryType.GetMethod("CreateDbContext")!;
    using var context = (DbContext)create.Invoke(Activator.CreateInstance(factoryType), [Array.Empty<string>()])!;
    var services = new ServiceCollection();
    services.AddEntityFrameworkDesignTimeServices();
    services.AddDbContextDesignTimeServices(context);
    var provider = Assembly.Load(context.Database.ProviderName!);
    var designer = provider.GetCustomAttribute<DesignTimeProviderServicesAttribute>()!.TypeName;
    ((IDesignTimeServices)Activator.CreateInstance(provider.GetType(designer)!)!).ConfigureDesignTimeServices(services);

    using var container = services.BuildServiceProvider();
    using var scope = container.CreateScope();
    var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
    var subNamespace = factoryType.Namespace!["Catalog.Persistence.".Length..] + ".Migrations";
    var migration = scaffolder.ScaffoldMigration(name, "Catalog.Persistence", subNamespace, "C#", dryRun: false);
    var folder = Path.Combine(project, subNamespace.Replace('.', Path.DirectorySeparatorChar));
    var files = scaffolder.Save(project, migration, folder, dryRun: false);
    foreach (var file in new[] { files.MigrationFile, files.MetadataFile, files.SnapshotFile })
    {
        File.WriteAllText(file!, File.ReadAllText(file!)); // EF writes a byte order mark, the repository has none.
    }

    Console.WriteLine(Path.GetRelativePath(Path.GetDirectoryName(Path.GetDirectoryName(project)!)!, files.MigrationFile!));
}
