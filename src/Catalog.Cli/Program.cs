using Catalog.Cli.CommandLine;

return await CatalogCommandLine.RunAsync(args, CommandEnvironment.OfThisProcess());
