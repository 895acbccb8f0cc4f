namespace Catalog.Web.ViewModels;

public enum CodeLanguage
{
    Plain,
    Shell,
    Json,
    Yaml,
    Python,
    CSharp,
    Sql,
}
